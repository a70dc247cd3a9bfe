/**
 * The three styles of a service, as routes: a {@link dev.samara.net.route.ConnectionHandler} on the
 * event loop, a {@link dev.samara.net.route.MessageService} behind a bus address, a {@link
 * dev.samara.net.route.Conversation} on a virtual thread.
 */
package dev.samara.net.route;
