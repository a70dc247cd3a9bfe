/**
 * The transports: what makes a socket of Vert.x a {@link dev.samara.net.connection.Link}. Not
 * exported: users choose a transport in their options.
 */
package dev.samara.net.transport;
