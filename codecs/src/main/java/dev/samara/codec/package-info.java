/**
 * What every framing is: a {@link dev.samara.codec.Framing} makes one {@link
 * dev.samara.codec.FrameDecoder} per connection and writes messages; a broken stream is one {@link
 * dev.samara.codec.FramingException}. Each framing lives in a package of its own beside this one.
 * Nothing here knows an event loop, a bus or a socket.
 */
package dev.samara.codec;
