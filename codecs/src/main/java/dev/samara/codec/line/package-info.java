/** The framing {@code lines}: UTF-8 text ended by LF or CRLF. */
package dev.samara.codec.line;
