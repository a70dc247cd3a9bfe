package dev.samara.codec.websocket;

/**
 * What is wrong with what a peer sent. The connection is to be closed with it.
 *
 * @param closeCode one of {@link CloseCodes}
 * @param reason one line for a person, at most 123 bytes of UTF-8
 */
public record WebSocketFault(int closeCode, String reason) {}
