package dev.samara.load.cluster;

/** Who takes part, as reports name them. */
public final class Subjects {
  /** The yardstick: the clustered bus, or a socket, as Vert.x has it. */
  public static final String RAW = "raw";

  /** Typed calls and streams. */
  public static final String RPC = "rpc";

  /** The same over connections between the nodes instead of the bus. */
  public static final String LINKS = "links";

  /** The bus route of a listener. */
  public static final String ROUTE = "bus";

  /** A NATS server between the two, which is a process more. */
  public static final String NATS = "nats";

  private Subjects() {}
}
