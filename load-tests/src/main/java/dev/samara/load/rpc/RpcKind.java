package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.CallLoad;
import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.ItemClient;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.rpc.SameNode.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The registry of what is compared: one constant for each way to do the same. */
public enum RpcKind {
  /** Samara, typed calls on one event loop. */
  TYPED(Optional.empty(), calls((_, _) -> SameNode.typed(Place.SAME_LOOP))),
  /** Vert.x, requests on the event bus, on one event loop. */
  REQUEST(Optional.empty(), calls((_, _) -> SameNode.request(Place.SAME_LOOP))),
  /** Samara, typed calls to another event loop. */
  TYPED_OTHER(Optional.empty(), calls((_, _) -> SameNode.typed(Place.OTHER_LOOP))),
  /** Vert.x, requests on the event bus to another event loop. */
  REQUEST_OTHER(Optional.empty(), calls((_, _) -> SameNode.request(Place.OTHER_LOOP))),
  /** Samara, typed calls over a connection. */
  SAMARA(
      List.of(Medium.TCP, Medium.UNIX, Medium.TLS, Medium.WS),
      Optional.of(SamaraRpc::new),
      calls((target, connections) -> SamaraClient.connect(target.orElseThrow(), connections))),
  /** gRPC-java, calls over TCP. */
  GRPC(
      Optional.of(GrpcJava::new),
      calls((target, connections) -> GrpcJava.connect(port(target), connections))),
  /** RSocket-java, calls over TCP. */
  RSOCKET(
      Optional.of(RSocketJava::new),
      calls((target, connections) -> RSocketJava.connect(port(target), connections))),
  /** Samara, a stream over TCP. */
  SAMARA_STREAM(
      Optional.of(SamaraRpc::new), items(target -> SamaraClient.connect(target.orElseThrow(), 1))),
  /** Raw Netty, a stream of frames over TCP. */
  NETTY_STREAM(Optional.of(NettyItems::new), items(target -> NettyItems.connect(port(target))));

  private final List<Medium> media;
  private final Optional<Supplier<RpcServer>> server;
  private final LoadMaker load;

  /** Over TCP, if over anything. */
  RpcKind(Optional<Supplier<RpcServer>> server, LoadMaker load) {
    this(List.of(Medium.TCP), server, load);
  }

  RpcKind(List<Medium> media, Optional<Supplier<RpcServer>> server, LoadMaker load) {
    this.media = media;
    this.server = server;
    this.load = load;
  }

  /** A client, and how it is driven. Used by one thread. */
  interface Load extends AutoCloseable {
    /** Runs a plan to its end. */
    LoadResult run(CallPlan plan, WindowWatcher watcher)
        throws IOException, LoadException, InterruptedException;

    @Override
    void close();
  }

  /** Makes a load that is connected, or not yet where each run has a connection of its own. */
  interface LoadMaker {
    /** There is no target where there is no server. */
    Load make(Optional<RpcTarget> target, int connections) throws Exception;
  }

  private interface CallClientMaker {
    CallClient connect(Optional<RpcTarget> target, int connections) throws Exception;
  }

  private interface ItemClientMaker {
    ItemClient connect(Optional<RpcTarget> target) throws Exception;
  }

  /**
   * Finds a kind by its name.
   *
   * @param label the name in lower case, words joined by a hyphen
   * @return the kind, empty if there is none of that name
   */
  public static Optional<RpcKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /**
   * The name in reports.
   *
   * @return the name in lower case, words joined by a hyphen
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether caller and service are different processes.
   *
   * @return false if the load makes its calls within its own process
   */
  public boolean hasServer() {
    return server.isPresent();
  }

  /**
   * How its calls can travel.
   *
   * @return at least one; without meaning if it has no server
   */
  public List<Medium> media() {
    return media;
  }

  /** Makes a server that was not started yet; only if it has one. */
  RpcServer server() {
    return server.orElseThrow().get();
  }

  /** Makes a client. */
  Load load(Optional<RpcTarget> target, int connections) throws Exception {
    return load.make(target, connections);
  }

  private static LoadMaker calls(CallClientMaker maker) {
    return (target, connections) -> new Calls(maker.connect(target, connections));
  }

  private static LoadMaker items(ItemClientMaker maker) {
    return (target, _) -> new Streams(() -> maker.connect(target));
  }

  private static int port(Optional<RpcTarget> target) {
    return target.orElseThrow().port();
  }

  private record Calls(CallClient client) implements Load {
    @Override
    public LoadResult run(CallPlan plan, WindowWatcher watcher)
        throws IOException, LoadException, InterruptedException {
      return CallLoad.calls(client, plan, watcher);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** A stream ends with its connection: each run has a new one. */
  private record Streams(Callable<ItemClient> maker) implements Load {
    @Override
    public LoadResult run(CallPlan plan, WindowWatcher watcher)
        throws IOException, LoadException, InterruptedException {
      return CallLoad.items(connected(), plan, watcher);
    }

    private ItemClient connected() throws IOException, InterruptedException {
      try {
        return maker.call();
      } catch (IOException | InterruptedException | RuntimeException failed) {
        throw failed;
      } catch (Exception failed) {
        throw new IOException(failed);
      }
    }

    @Override
    public void close() {}
  }
}
