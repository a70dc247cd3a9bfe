/**
 * Netty's transports: which one this machine has, for the raw server and for the generator alike.
 */
package dev.samara.load.transport;
