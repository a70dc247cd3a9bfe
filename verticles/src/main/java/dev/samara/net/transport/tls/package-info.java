/**
 * TLS: certificates out of files, the contexts made of them, and what a finished handshake says
 * about the peer. Not exported.
 */
package dev.samara.net.transport.tls;
