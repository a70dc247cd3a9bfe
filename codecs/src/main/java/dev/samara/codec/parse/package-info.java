/**
 * For people who write their own framing: a {@link dev.samara.codec.parse.FrameBuffer} to look at
 * the bytes that have arrived, and a {@link dev.samara.codec.parse.FrameParser} to cut the next
 * message out of it.
 */
package dev.samara.codec.parse;
