package dev.samara.codec.http;

/**
 * A field line of a head or of trailers.
 *
 * @param name a token (RFC 9110, section 5.6.2), in the case it was sent in
 * @param value without the white space around it; one char for each byte (ISO 8859-1)
 */
public record HttpField(String name, String value) {}
