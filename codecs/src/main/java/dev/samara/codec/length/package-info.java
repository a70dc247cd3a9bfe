/** The framing {@code length32}: a length of four bytes, then the message. */
package dev.samara.codec.length;
