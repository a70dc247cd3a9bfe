/**
 * The admin socket of a node: a listener of its own hub, a UNIX socket of the same user, one JSON
 * document a line. The CLI is its client.
 */
package dev.samara.node.admin;
