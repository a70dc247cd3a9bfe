package dev.samara.codec.http;

/** How a request says where its body ends (RFC 9112, section 6.3). */
public enum BodyKind {
  /** It has none: neither Content-Length nor Transfer-Encoding. */
  NONE,
  /** By its Content-Length, which may be 0. */
  LENGTH,
  /** By its last chunk. */
  CHUNKED
}
