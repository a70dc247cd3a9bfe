/**
 * The styles of a service, as routes: a {@link dev.samara.net.route.ConnectionHandler} on the event
 * loop, a {@link dev.samara.net.route.MessageService} behind a bus address, a {@link
 * dev.samara.net.route.Conversation} on a virtual thread, a {@link dev.samara.net.route.MessageJob}
 * on a job queue; and, from their own packages, mailboxes that are polled, readers of bytes, and
 * feeds for several subscribers.
 */
package dev.samara.net.route;
