/**
 * The transports: accepting and dialling, and what makes a socket, two blocking streams or nothing
 * but memory a {@link dev.samara.net.connection.Link}. Not exported: users choose a transport in
 * their options.
 */
package dev.samara.net.transport;
