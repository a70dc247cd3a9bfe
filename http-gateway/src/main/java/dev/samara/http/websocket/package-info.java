/**
 * WebSocket as a transport of the hub's connections: {@code WebSocketListener} lets them in, {@code
 * WebSocketConnector} dials them.
 */
package dev.samara.http.websocket;
