/**
 * The HTTP gateway of a node: uploads, calls of services, events, health, metrics and the status
 * page.
 *
 * <p>Start at {@link dev.samara.http.Gateway}. A request goes from the server ({@code
 * GatewayVerticle}, one per event loop) through the rules every request must keep ({@code
 * RequestRules}) to the routes ({@code Routes}), which hand it to one handler per kind of resource;
 * every answer leaves through {@code Exchange}, and every failure is one line of the table {@code
 * Problem}.
 */
package dev.samara.http;
