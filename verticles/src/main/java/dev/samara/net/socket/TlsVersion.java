package dev.samara.net.socket;

/** The versions of TLS that are spoken; older ones are broken. */
public enum TlsVersion {
  /** TLS 1.2, RFC 5246. */
  TLS_1_2("TLSv1.2"),
  /** TLS 1.3, RFC 8446. */
  TLS_1_3("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /**
   * The name of the version.
   *
   * @return as the JDK calls it
   */
  public String protocol() {
    return protocol;
  }
}
