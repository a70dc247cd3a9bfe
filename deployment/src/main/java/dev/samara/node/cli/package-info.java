/** The command line: {@code samara run} and its companions. A contract that scripts rely on. */
package dev.samara.node.cli;
