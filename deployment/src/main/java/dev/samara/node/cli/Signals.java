package dev.samara.node.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system beside those that end the process. By reflection, since the class
 * is not part of the platform's standard: without it the process runs all the same.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Runs an action at each such signal, on a thread of its own, for as long as the process lives.
   * What it throws is reported and changes nothing. A signal that the process was started to ignore
   * (nohup) stays ignored.
   *
   * @param name without SIG: HUP or USR1, say; the JVM keeps QUIT and USR2 for itself
   */
  static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> run(name, action);
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "handler of SIG" + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} has no effect here: {}", name, e.toString());
    }
  }

  private static Object run(String name, Runnable action) {
    LOG.info("SIG{}", name);
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("SIG{}: {}", name, e.toString(), e);
    }
    return null;
  }
}
