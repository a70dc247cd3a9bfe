package dev.samara.net.dns;

import java.util.Optional;
import java.util.function.Supplier;

/** Makes a Vert.x that asks DNS servers itself, or leaves names to the JVM as the launcher does. */
public enum ResolverKind {
  /** Its own resolver, as its options say. */
  VERTX,
  /** The JVM's. */
  JVM;

  /** Read by Vert.x when one is made. */
  private static final String DISABLE_DNS = "vertx.disableDnsResolver";

  /** Makes what has such a Vert.x. */
  public <T> T make(Supplier<T> maker) {
    var before = Optional.ofNullable(System.getProperty(DISABLE_DNS));
    System.setProperty(DISABLE_DNS, Boolean.toString(this == JVM));
    try {
      return maker.get();
    } finally {
      before.ifPresentOrElse(
          value -> System.setProperty(DISABLE_DNS, value), () -> System.clearProperty(DISABLE_DNS));
    }
  }
}
