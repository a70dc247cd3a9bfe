package dev.samara.http.site;

/** What an {@link Authenticator} finds. */
public sealed interface AuthVerdict {

  /**
   * It is known who asks, and the request goes on.
   *
   * @param name who, for logs
   */
  record Known(String name) implements AuthVerdict {}

  /**
   * It is not known who asks: 401.
   *
   * @param challenge of the field WWW-Authenticate (RFC 9110, section 11.6.1)
   */
  record Unknown(String challenge) implements AuthVerdict {}

  /**
   * Whoever asks may not: 403.
   *
   * @param reason one line for the client
   */
  record Forbidden(String reason) implements AuthVerdict {}
}
