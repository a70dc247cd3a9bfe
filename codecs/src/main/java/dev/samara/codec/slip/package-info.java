/** The framing {@code slip}: packets on a serial line, RFC 1055. */
package dev.samara.codec.slip;
