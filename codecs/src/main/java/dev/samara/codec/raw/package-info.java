/** The framing {@code raw}: bytes as they come. */
package dev.samara.codec.raw;
