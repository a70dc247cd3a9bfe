package dev.samara.rpc.wire;

import java.nio.charset.StandardCharsets;

/**
 * What is called: a method of a service. Made once for each method of a client, and once by each
 * reader that sees its bytes; immutable.
 */
public final class Endpoint {
  /** The longest name of a service with its version, or of a method, in characters. */
  public static final int MAX_NAME = 140;

  private final String service;
  private final String method;
  private final byte[] encoded;

  /**
   * An endpoint.
   *
   * @param service the service's name with its version
   * @param method the method's name
   * @throws IllegalArgumentException if one is too long
   */
  public Endpoint(String service, String method) {
    if (service.length() > MAX_NAME || method.length() > MAX_NAME) {
      throw new IllegalArgumentException("a name has more than " + MAX_NAME + " characters");
    }
    this.service = service;
    this.method = method;
    this.encoded = (service + '\n' + method).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * For names that nobody has checked: what is too long is cut, and names nothing that exists.
   *
   * @param service the service's name with its version
   * @param method the method's name
   * @return the endpoint
   */
  public static Endpoint unchecked(String service, String method) {
    return new Endpoint(cut(service), cut(method));
  }

  private static String cut(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }

  /**
   * The service.
   *
   * @return its name with its version
   */
  public String service() {
    return service;
  }

  /**
   * The method.
   *
   * @return its name
   */
  public String method() {
    return method;
  }

  /** As it travels: both names in UTF-8 with a line feed between them. */
  byte[] encoded() {
    return encoded;
  }

  /** For messages. */
  @Override
  public String toString() {
    return service + "." + method;
  }
}
