package dev.samara.load.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP relay on loopback that treats what it passes on badly, as told; no privileges needed. Order
 * and content of bytes are kept, as TCP keeps them. Any thread may call; changes hold from the next
 * bytes on. Runs on virtual threads of its own.
 */
public final class Relay implements AutoCloseable {
  private static final int CONNECT_PATIENCE_MILLIS = 5_000;

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final Lane toServer = new Lane(1);
  private final Lane toClient = new Lane(2);
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();

  /** The two sockets of one connection. */
  private record Pair(Socket client, Socket server) {}

  private Relay(ServerSocket listening, InetSocketAddress server) {
    this.listening = listening;
    this.server = server;
  }

  /**
   * Starts a relay.
   *
   * @param server where it dials for each connection that it accepts
   * @return the relay, which passes everything on at once; the caller closes it
   * @throws IOException if it can't listen
   */
  public static Relay to(InetSocketAddress server) throws IOException {
    Relay relay = new Relay(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), server);
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  /**
   * Where to dial instead of the server.
   *
   * @return host and port
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /**
   * How many connections pass through.
   *
   * @return those of which neither end has gone
   */
  public int connections() {
    return pairs.size();
  }

  /**
   * Delays bytes.
   *
   * @param direction which ones
   * @param delay how long each read of the relay is kept at least, from 0
   * @param jitter how much longer at most; chosen evenly, and the same in each run
   */
  public void delay(Direction direction, Duration delay, Duration jitter) {
    lane(direction).delay(delay, jitter);
  }

  /**
   * Passes bytes on slowly, so that who sends them meets a reader that is slow.
   *
   * @param direction which ones
   * @param bytesPerSecond of each connection, from 1
   */
  public void slow(Direction direction, long bytesPerSecond) {
    lane(direction).slow(bytesPerSecond);
  }

  /**
   * Passes nothing on any more, neither bytes nor ends: as a cable that is cut. What was sent
   * meanwhile arrives after {@link #mend}.
   *
   * @param direction which way; the other one stays as it is
   */
  public void cut(Direction direction) {
    lane(direction).cut(true);
  }

  /** Passes everything on again, without delay. */
  public void mend() {
    toServer.mend();
    toClient.mend();
  }

  /**
   * Ends all connections with a reset, at both ends.
   *
   * @throws IOException if a socket could not be closed
   */
  public void reset() throws IOException {
    // Or the end of one socket might be passed on as an orderly one before the other has its reset.
    toServer.whileNothingLeaves(() -> toClient.whileNothingLeaves(this::resetAll));
  }

  private void resetAll() throws IOException {
    for (Pair pair : pairs) {
      reset(pair.client());
      reset(pair.server());
    }
  }

  /**
   * Resets the clients and leaves the server with connections whose other end is gone, as when a
   * machine loses its power: half-open until {@link #close}.
   *
   * @throws IOException if a socket could not be closed
   */
  public void abandon() throws IOException {
    cut(Direction.TO_SERVER);
    for (Pair pair : pairs) {
      reset(pair.client());
    }
  }

  /** Closes all connections and listens no more. */
  @Override
  public void close() throws IOException {
    listening.close();
    mend();
    for (Pair pair : pairs) {
      end(pair);
    }
  }

  private Lane lane(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().name("relay-dial").start(() -> serve(client));
      }
    } catch (IOException closed) {
      // Nobody comes in any more.
    }
  }

  private void serve(Socket client) {
    Pair pair = new Pair(client, new Socket());
    pairs.add(pair);
    try {
      client.setTcpNoDelay(true);
      pair.server().setTcpNoDelay(true);
      pair.server().connect(server, CONNECT_PATIENCE_MILLIS);
      Thread back =
          Thread.ofVirtual()
              .name("relay-to-client")
              .start(() -> toClient.carry(pair.server(), client));
      toServer.carry(client, pair.server());
      back.join();
    } catch (IOException | InterruptedException gone) {
      // Both ends learn of it below.
    } finally {
      end(pair);
    }
  }

  private void end(Pair pair) {
    pairs.remove(pair);
    try (Socket _ = pair.client();
        Socket _ = pair.server()) {
      // Closed by leaving.
    } catch (IOException alreadyGone) {
      // As wanted.
    }
  }

  private static void reset(Socket socket) throws IOException {
    if (!socket.isClosed()) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
