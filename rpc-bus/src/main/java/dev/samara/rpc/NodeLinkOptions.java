package dev.samara.rpc;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.rpc.transport.NodeLinks;
import java.util.Optional;

/**
 * Connections between nodes for calls, beside the event bus: a long call over one of them costs
 * about a third of what it costs over the bus, a short one about two thirds ({@code samara bench
 * cluster}), and a long one holds up no other message of the bus. A node that has this option takes
 * such connections, and dials those nodes it calls that take them, too: one for each event loop
 * that makes calls. Until a connection stands, and to nodes without this option, calls go over the
 * bus; so calls made meanwhile may overtake each other.
 *
 * <p>Who dials proves that it has heard the key that a node announces on the bus; the bus itself
 * asks for nothing. Without TLS what travels can be read on its way, as on a bus without TLS.
 *
 * @param host the address to listen on, 1 to 255 characters
 * @param port 0 for any free one, to 65,535
 * @param announced where other nodes reach this one, if not there
 * @param tls for connections that others make and those that this node makes; the same on all nodes
 */
public record NodeLinkOptions(String host, int port, Optional<Place> announced, Optional<Tls> tls) {

  /**
   * Where a node is reached from outside, such as a container.
   *
   * @param host 1 to 255 characters
   * @param port 1 to 65,535
   */
  public record Place(String host, int port) {
    /** Checks the values; an error names the option, its value and its range. */
    public Place {
      checkHost("nodeLinks.announcedHost", host);
      checkPort("nodeLinks.announcedPort", port, 1);
    }
  }

  /**
   * How both sides speak TLS.
   *
   * @param server the certificate of this node
   * @param client whose certificates it believes; for mutual TLS with one of its own
   */
  public record Tls(TlsOptions server, TlsClientOptions client) {}

  private static final int MAX_HOST = 255;
  private static final int MAX_PORT = 65_535;

  /** Checks the values; an error names the option, its value and its range. */
  public NodeLinkOptions {
    checkHost("nodeLinks.host", host);
    checkPort("nodeLinks.port", port, 0);
  }

  private static void checkPort(String option, int value, int least) {
    if (value < least || value > MAX_PORT) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + least + " to " + MAX_PORT + ")");
    }
  }

  private static void checkHost(String option, String value) {
    if (value.isBlank() || value.length() > MAX_HOST) {
      throw new IllegalArgumentException(
          option + ": '" + value + "' (expected: 1 to " + MAX_HOST + " characters)");
    }
  }

  /**
   * Any free port of an address that other nodes reach.
   *
   * @param host the address, such as that of the event bus
   * @return without TLS
   */
  public static NodeLinkOptions on(String host) {
    return new NodeLinkOptions(host, 0, Optional.empty(), Optional.empty());
  }

  /**
   * A copy for a node that others reach elsewhere than where it listens.
   *
   * @param publicHost what they dial, 1 to 255 characters
   * @param publicPort 1 to 65,535
   * @return the copy
   */
  public NodeLinkOptions withAnnounced(String publicHost, int publicPort) {
    return new NodeLinkOptions(host, port, Optional.of(new Place(publicHost, publicPort)), tls);
  }

  /**
   * A copy with a port.
   *
   * @param fixed 0 for any free one, to 65,535
   * @return the copy
   */
  public NodeLinkOptions withPort(int fixed) {
    return new NodeLinkOptions(host, fixed, announced, tls);
  }

  /**
   * A copy with TLS.
   *
   * @param server the certificate of this node
   * @param client whose certificates it believes
   * @return the copy
   */
  public NodeLinkOptions withTls(TlsOptions server, TlsClientOptions client) {
    return new NodeLinkOptions(host, port, announced, Optional.of(new Tls(server, client)));
  }

  NodeLinks.Settings settings(RpcOptions options) {
    // The sender knows its own limit; what is longer than this node's is told where it is read.
    LengthFraming framing =
        new LengthFraming(RpcOptions.MAX_MESSAGE_BYTES + RpcConnection.HEAD_BYTES);
    long queue = Math.max(options.tuning().maxQueuedBytes(), framing.maxMessageBytes());
    ConnectionOptions connection =
        ConnectionOptions.of(framing).withQueue(queue, SlowConsumerPolicy.DISCONNECT).withVital();
    ListenerOptions listener =
        ListenerOptions.tcp("node-links", port, framing).withHost(host).withConnection(connection);
    return new NodeLinks.Settings(
        announced.map(Place::host).orElse(host),
        announced.map(Place::port).orElse(0),
        tls.map(Tls::server).map(listener::withTls).orElse(listener),
        tls.map(Tls::client),
        options.nodeLostAfter(),
        options.tuning().maxQueuedBytes());
  }
}
