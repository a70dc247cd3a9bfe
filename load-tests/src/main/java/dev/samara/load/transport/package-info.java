/**
 * Netty's transports: which one this machine has, for the raw server and for the generator alike;
 * and what the system lends to them: ports and file descriptors.
 */
package dev.samara.load.transport;
