package dev.samara.rpc.directory;

/**
 * Where a node takes calls over connections.
 *
 * @param host as other nodes reach it
 * @param port 1 to 65,535
 * @param key who has it is of the cluster, and means this life of the node; as text
 */
public record LinkAddress(String host, int port, String key) {
  static final int MAX_PORT = 65_535;

  /** Without the key, which is nobody else's business. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
