package dev.samara.net.client;

import dev.samara.net.access.AccessRules;

/**
 * What holds for all names, unless {@link ExpectedClient} says otherwise for one.
 *
 * @param onDuplicate what happens when a name is wanted twice
 * @param maxConnectionsPerName how many connections may have one name under {@link
 *     DuplicatePolicy#KEEP_BOTH}; 1 or more
 * @param rules who may have which name
 */
public record ClientOptions(
    DuplicatePolicy onDuplicate, int maxConnectionsPerName, AccessRules rules) {

  /** How many connections may have one name unless told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS_PER_NAME = 16;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ClientOptions {
    if (maxConnectionsPerName < 1) {
      throw new IllegalArgumentException(
          "maxConnectionsPerName: %d (expected: >= 1)".formatted(maxConnectionsPerName));
    }
  }

  /**
   * Every name for everybody, first come, first served.
   *
   * @return the defaults
   */
  public static ClientOptions defaults() {
    return new ClientOptions(
        DuplicatePolicy.REJECT, DEFAULT_MAX_CONNECTIONS_PER_NAME, AccessRules.NONE);
  }

  /**
   * Changes what happens when a name is wanted twice.
   *
   * @param policy the policy
   * @return changed options
   */
  public ClientOptions withOnDuplicate(DuplicatePolicy policy) {
    return new ClientOptions(policy, maxConnectionsPerName, rules);
  }

  /**
   * Changes how many connections may have one name.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public ClientOptions withMaxConnectionsPerName(int connections) {
    return new ClientOptions(onDuplicate, connections, rules);
  }

  /**
   * Changes who may have which name.
   *
   * @param newRules the rules
   * @return changed options
   */
  public ClientOptions withRules(AccessRules newRules) {
    return new ClientOptions(onDuplicate, maxConnectionsPerName, newRules);
  }
}
