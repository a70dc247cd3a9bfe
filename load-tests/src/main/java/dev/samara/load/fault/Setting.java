package dev.samara.load.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The setting in which a process is started so that it meets a fault.
 *
 * @param prefix what stands before its command
 * @param environment variables beside those of this process
 */
public record Setting(List<String> prefix, Map<String, String> environment) {
  /** Nothing unusual. */
  public static final Setting USUAL = new Setting(List.of(), Map.of());

  /** Keeps copies. */
  public Setting {
    prefix = List.copyOf(prefix);
    environment = Map.copyOf(environment);
  }

  /**
   * Each {@code fsync} and {@code fdatasync} fails as on a broken disk. Needs {@code strace}, and
   * makes the process slow.
   *
   * @return the setting
   */
  public static Setting failingSync() {
    return new Setting(
        List.of(
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO"),
        Map.of());
  }

  /**
   * Few files and sockets may be open. Needs {@code prlimit}.
   *
   * @param descriptors how many; a JVM needs about a hundred for itself
   * @return the setting
   */
  public static Setting fewDescriptors(int descriptors) {
    return new Setting(List.of("prlimit", "--nofile=" + descriptors + ":" + descriptors), Map.of());
  }

  /**
   * Makes a command of this setting.
   *
   * @param command program and arguments
   * @return with what stands before it
   */
  public List<String> command(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /**
   * This setting inside of another.
   *
   * @param other the outer one
   * @return both
   */
  public Setting within(Setting other) {
    List<String> both = new ArrayList<>(other.prefix);
    both.addAll(prefix);
    Map<String, String> variables = new HashMap<>(other.environment);
    variables.putAll(environment);
    return new Setting(both, variables);
  }
}
