/**
 * What the ends of a comparison stand on: Netty's transports, the same for the raw server and for
 * the generator, and a Vert.x; and what the system lends to them: ports, file descriptors and
 * folders.
 */
package dev.samara.load.transport;
