/** Who may come in: limits, rates and rules of a listener, asked before the first byte is read. */
package dev.samara.net.access;
