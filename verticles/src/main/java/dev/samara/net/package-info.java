/**
 * The hub of a node's connections: {@link dev.samara.net.Hub} listens, dials, finds and drains
 * them. One {@code ListenerVerticle} and one {@code ConnectionVerticle} instance per event loop do
 * the work.
 */
package dev.samara.net;
