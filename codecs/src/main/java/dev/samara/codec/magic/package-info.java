/** The framing {@code magic:NUMBER}: a magic number, an id and a length, then the payload. */
package dev.samara.codec.magic;
