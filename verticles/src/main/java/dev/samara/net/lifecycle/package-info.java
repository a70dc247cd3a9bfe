/**
 * The life of a connection on its event loop: the state machine, the queue towards the peer, the
 * account of every message. Not exported: users see {@link dev.samara.net.connection.Connection}.
 */
package dev.samara.net.lifecycle;
