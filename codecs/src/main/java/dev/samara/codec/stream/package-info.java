/**
 * Incremental codecs: an {@link dev.samara.codec.stream.Encoder} is asked for the bytes of one
 * object, a {@link dev.samara.codec.stream.Decoder} is given bytes until it has one, and both may
 * wait for something on the way. A {@link dev.samara.codec.stream.Converter} makes them and so
 * defines a whole wire protocol; the two pumps drive them over a connection. Nothing here knows an
 * event loop.
 */
package dev.samara.codec.stream;
