/**
 * Bodies of requests as messages of the event bus, with pressure back to the client's socket.
 *
 * <p>A service registers with {@link dev.samara.http.bus.BodyService}; a gateway sends to it with
 * {@link dev.samara.http.bus.BodySender}. For each request the gateway opens a transfer at the
 * service's address, which any of several nodes may take, and sends everything else to the address
 * of that node; at most {@link dev.samara.http.bus.BodySender#WINDOW} pieces are unanswered, and a
 * piece is answered when the service has asked for the next.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>header {@code kind}</th><th>further headers</th><th>body</th><th>reply</th></tr>
 * <tr><td>open</td><td></td><td>JSON: method, uri, fields</td><td>JSON: address, id</td></tr>
 * <tr><td>start</td><td>id, size, extensions, framed</td><td>bytes</td><td>none in it</td></tr>
 * <tr><td>data</td><td>id</td><td>bytes</td><td>none in it</td></tr>
 * <tr><td>last</td><td>id</td><td>JSON: trailers</td><td>none in it</td></tr>
 * <tr><td>answer</td><td>id</td><td></td><td>JSON: status, fields, body in Base64</td></tr>
 * <tr><td>broken</td><td>id, status, reason</td><td></td><td></td></tr>
 * </table>
 */
package dev.samara.http.bus;
