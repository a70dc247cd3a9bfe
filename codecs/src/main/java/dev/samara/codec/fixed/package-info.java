/** The framing {@code fixed:N}: every message has the same length. */
package dev.samara.codec.fixed;
