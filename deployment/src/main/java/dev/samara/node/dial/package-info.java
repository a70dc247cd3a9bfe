/** Blocking clients of every transport, for the command line: a connection as seen by a person. */
package dev.samara.node.dial;
