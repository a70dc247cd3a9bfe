/**
 * The words of the kit: what a connection is, what can happen to it, how it is closed, and the
 * balance of its messages. Also the two seams a connection sits between: {@link
 * dev.samara.net.connection.Link} towards the socket, {@link dev.samara.net.connection.Session}
 * towards the application.
 */
package dev.samara.net.connection;
