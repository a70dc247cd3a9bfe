/** The framing {@code netstring}: a decimal length and a colon, the message, a comma. */
package dev.samara.codec.netstring;
