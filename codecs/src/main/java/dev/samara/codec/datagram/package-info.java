/** The framing {@code datagram}: what the transport delivers at once is one message. */
package dev.samara.codec.datagram;
