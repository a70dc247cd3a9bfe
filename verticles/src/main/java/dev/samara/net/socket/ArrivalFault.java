package dev.samara.net.socket;

/** Why a socket was closed before it became a connection. */
public enum ArrivalFault {
  /** It came from an address that is no trusted proxy. */
  UNTRUSTED_PROXY,
  /** Its PROXY header was broken. */
  PROXY_HEADER,
  /** It spoke plain text where TLS is required. */
  PLAIN_TEXT,
  /** The TLS handshake failed. */
  TLS_HANDSHAKE,
  /** It took too long to begin, to send the header or to finish the handshake. */
  TIME_LIMIT,
  /** As many others were in the middle of that as the listener takes connections. */
  TOO_MANY
}
