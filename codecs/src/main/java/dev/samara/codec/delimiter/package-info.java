/** The framing {@code delimiter:BYTES}: a sequence of bytes ends each message. */
package dev.samara.codec.delimiter;
