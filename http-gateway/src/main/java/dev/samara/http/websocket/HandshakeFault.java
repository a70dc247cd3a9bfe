package dev.samara.http.websocket;

/**
 * Why a request does not become a WebSocket.
 *
 * @param status 400, or 426: then the answer tells what would be right, in fields that {@link
 *     WebSocketListener#check} has put
 * @param reason one line for a person
 */
public record HandshakeFault(int status, String reason) {}
