/**
 * Who keeps an event loop from its work. A handler that blocks holds up all connections of its
 * event loop, which nothing can take away from it: it can be named. Start at {@link
 * dev.samara.net.watch.Occupation}, and at {@link dev.samara.net.HubStatus#blockedEventLoops}.
 */
package dev.samara.net.watch;
