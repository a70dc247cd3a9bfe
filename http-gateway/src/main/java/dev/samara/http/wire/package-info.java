/**
 * The wire of HTTP/1.x, on one connection: what comes in is read here and nowhere else, and what
 * goes out passes here. Not exported.
 *
 * <pre>
 *   in:  socket, RequestReader (in the place of Vert.x's decoder), Vert.x, application
 *   out: application, Vert.x, ResponseGuard, Vert.x's encoder, socket
 * </pre>
 *
 * <p>Both ends know the connection's {@code Front}, which is the one state of both directions.
 * {@code Wire} has the fronts of one event loop and looks at their deadlines.
 */
package dev.samara.http.wire;
