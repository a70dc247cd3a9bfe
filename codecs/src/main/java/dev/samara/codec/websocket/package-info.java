/**
 * The frames of WebSocket (RFC 6455, section 5), as a server reads and writes them: without I/O,
 * incremental, with a limit on messages. No extensions, so no compression.
 *
 * <p>Start at {@link dev.samara.codec.websocket.WebSocketDecoder}; what it finds goes to a {@link
 * dev.samara.codec.websocket.WebSocketSink}.
 */
package dev.samara.codec.websocket;
