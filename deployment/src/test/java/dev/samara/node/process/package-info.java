/**
 * Tests of whole nodes, each a process of its own, over real sockets: what a user and an operator
 * see. Those that need tools from outside a JDK are tagged {@code outside}.
 */
package dev.samara.node.process;
