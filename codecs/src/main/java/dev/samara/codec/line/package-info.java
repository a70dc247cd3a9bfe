/** The framing {@code lines} and its kin: UTF-8 text ended by LF or CRLF. */
package dev.samara.codec.line;
