/**
 * The echo servers that are compared. Each answers a frame (4 bytes of big-endian length, then the
 * payload) with the same frame, and the TCP event bus bridge does the same in its own protocol.
 * Each runs in a process of its own with the same JVM flags and the same number of event loops for
 * connections, and each is written as well as its layer allows.
 */
package dev.samara.load.server;
