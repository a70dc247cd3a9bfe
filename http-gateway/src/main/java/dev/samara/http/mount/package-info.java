/**
 * Handlers of one's own at paths of the gateway: a plain handler, a Vert.x {@code Router}, one that
 * takes the body in pieces, straight-line code on a virtual thread, an RPC service, or a service
 * that takes the body as messages of the bus.
 *
 * <p>Start at {@link dev.samara.http.mount.Mounts}.
 */
package dev.samara.http.mount;
