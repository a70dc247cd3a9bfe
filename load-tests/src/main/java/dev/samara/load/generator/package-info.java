/**
 * The load generator: a closed loop that keeps a fixed number of messages or calls in flight on
 * each connection, or an open one that sends at a given rate; over TCP, UNIX sockets, UDP, TLS or
 * WebSocket. It checks every answer and takes the time of each.
 */
package dev.samara.load.generator;
