/**
 * The framings {@code length8} to {@code length64} and {@code varint}: a length, then the message.
 */
package dev.samara.codec.length;
