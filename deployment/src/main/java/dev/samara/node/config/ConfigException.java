package dev.samara.node.config;

/** A configuration that cannot be used; the message is one line and says where and why. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one line for the person who wrote the configuration
   */
  public ConfigException(String message) {
    super(message, null, false, false);
  }
}
