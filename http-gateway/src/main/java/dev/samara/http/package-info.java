/**
 * The HTTP gateway of a node: uploads, calls of services, events, health, metrics and the status
 * page.
 *
 * <p>Start at {@link dev.samara.http.Gateway}. A request is read strictly by {@code wire}, goes
 * from the server ({@code GatewayVerticle}, one per event loop) to the routes ({@code Routes}),
 * which hand it to one handler per kind of resource or to one of the application ({@link
 * dev.samara.http.mount}); every answer of the gateway's own leaves through {@code Exchange}, and
 * every failure is one line of the table {@code Problem}.
 */
package dev.samara.http;
