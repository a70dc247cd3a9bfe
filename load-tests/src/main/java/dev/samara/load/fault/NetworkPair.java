package dev.samara.load.fault;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Two network namespaces joined by a virtual cable, one for a server and one for clients: packets
 * between them can be dropped, all or some of them, either way, without touching the machine's own
 * network. Needs root, {@code ip} and {@code nft}.
 */
public final class NetworkPair implements AutoCloseable {
  /** Only ever seen inside of the two namespaces. */
  private static final String SERVER_ADDRESS = "10.231.77.1";

  private static final String CLIENT_ADDRESS = "10.231.77.2";

  private final String serverSide;
  private final String clientSide;
  private final Thread farewell = new Thread(this::removeQuietly, "remove-namespaces");

  private NetworkPair(String name) {
    this.serverSide = name + "-s";
    this.clientSide = name + "-c";
  }

  /**
   * Makes the namespaces.
   *
   * @return the pair, through which everything passes; the caller closes it
   * @throws IOException if they can't be made; says why, and nothing is left behind
   * @throws InterruptedException if this thread was interrupted
   */
  public static NetworkPair make() throws IOException, InterruptedException {
    NetworkPair pair = new NetworkPair("samara" + ProcessHandle.current().pid());
    Runtime.getRuntime().addShutdownHook(pair.farewell);
    try {
      pair.build();
      return pair;
    } catch (IOException | InterruptedException failed) {
      pair.close();
      throw failed;
    }
  }

  private void build() throws IOException, InterruptedException {
    Tool.run("ip", "netns", "add", serverSide);
    Tool.run("ip", "netns", "add", clientSide);
    Tool.run(
        "ip",
        "link",
        "add",
        "eth0",
        "netns",
        serverSide,
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        clientSide);
    up(serverSide, SERVER_ADDRESS);
    up(clientSide, CLIENT_ADDRESS);
    nft("add", "table", "inet", "faults");
    nft("add", "chain", "inet", "faults", "arriving", "{ type filter hook input priority 0; }");
    nft("add", "chain", "inet", "faults", "leaving", "{ type filter hook output priority 0; }");
  }

  private static void up(String side, String address) throws IOException, InterruptedException {
    Tool.run("ip", "-n", side, "address", "add", address + "/24", "dev", "eth0");
    Tool.run("ip", "-n", side, "link", "set", "eth0", "up");
    Tool.run("ip", "-n", side, "link", "set", "lo", "up");
  }

  private void nft(String... command) throws IOException, InterruptedException {
    String[] prefix = {"ip", "netns", "exec", serverSide, "nft"};
    String[] all = new String[prefix.length + command.length];
    System.arraycopy(prefix, 0, all, 0, prefix.length);
    System.arraycopy(command, 0, all, prefix.length, command.length);
    Tool.run(all);
  }

  /**
   * Where a server of this pair listens.
   *
   * @return an IPv4 address
   */
  public String serverAddress() {
    return SERVER_ADDRESS;
  }

  /**
   * The setting of the server's process.
   *
   * @return the setting
   */
  public Setting server() {
    return new Setting(List.of("ip", "netns", "exec", serverSide), Map.of());
  }

  /**
   * The setting of the clients' process.
   *
   * @return the setting
   */
  public Setting client() {
    return new Setting(List.of("ip", "netns", "exec", clientSide), Map.of());
  }

  /**
   * Drops all packets of one direction.
   *
   * @param direction which way; the other one stays as it is
   * @throws IOException if the rule is refused
   * @throws InterruptedException if this thread was interrupted
   */
  public void cut(Direction direction) throws IOException, InterruptedException {
    replaceRules(direction, "meta", "l4proto", "tcp", "drop");
  }

  /**
   * Drops some packets of one direction, at random.
   *
   * @param direction which way; the other one stays as it is
   * @param percent how many of a hundred, 1 to 99
   * @throws IOException if the rule is refused
   * @throws InterruptedException if this thread was interrupted
   */
  public void lose(Direction direction, int percent) throws IOException, InterruptedException {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException("percent: %d (expected: 1 to 99)".formatted(percent));
    }
    replaceRules(
        direction,
        "meta",
        "l4proto",
        "tcp",
        "numgen",
        "random",
        "mod",
        "100",
        "<",
        "" + percent,
        "drop");
  }

  private void replaceRules(Direction direction, String... rule)
      throws IOException, InterruptedException {
    String chain = direction == Direction.TO_SERVER ? "arriving" : "leaving";
    nft("flush", "chain", "inet", "faults", chain);
    String[] command = new String[5 + rule.length];
    System.arraycopy(new String[] {"add", "rule", "inet", "faults", chain}, 0, command, 0, 5);
    System.arraycopy(rule, 0, command, 5, rule.length);
    nft(command);
  }

  /**
   * Lets everything pass again.
   *
   * @throws IOException if the rules can't be removed
   * @throws InterruptedException if this thread was interrupted
   */
  public void mend() throws IOException, InterruptedException {
    nft("flush", "table", "inet", "faults");
  }

  /** Removes the namespaces. Also done when the process ends in order. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(farewell);
    removeQuietly();
  }

  private void removeQuietly() {
    for (String side : List.of(serverSide, clientSide)) {
      try {
        Tool.run("ip", "netns", "delete", side);
      } catch (IOException | InterruptedException neverMade) {
        // There is nothing to remove.
      }
    }
  }
}
