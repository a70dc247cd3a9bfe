package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.CallLoad;
import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.ItemClient;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.rpc.SameNode.Place;
import java.io.IOException;
import java.util.Arrays;
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
  /** Samara, typed calls over TCP. */
  SAMARA(Optional.of(SamaraRpc::new), calls(SamaraRpc::connect)),
  /** gRPC-java, calls over TCP. */
  GRPC(Optional.of(GrpcJava::new), calls(GrpcJava::connect)),
  /** RSocket-java, calls over TCP. */
  RSOCKET(Optional.of(RSocketJava::new), calls(RSocketJava::connect)),
  /** Samara, a stream over TCP. */
  SAMARA_STREAM(Optional.of(SamaraRpc::new), items((port, _) -> SamaraRpc.connect(port, 1))),
  /** Raw Netty, a stream of frames over TCP. */
  NETTY_STREAM(Optional.of(NettyItems::new), items((port, _) -> NettyItems.connect(port)));

  private final Optional<Supplier<RpcServer>> server;
  private final LoadMaker load;

  RpcKind(Optional<Supplier<RpcServer>> server, LoadMaker load) {
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
    /** Port 0 where there is no server. */
    Load make(int port, int connections) throws Exception;
  }

  private interface ClientMaker<T> {
    T connect(int port, int connections) throws Exception;
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

  /** Makes a server that was not started yet; only if it has one. */
  RpcServer server() {
    return server.orElseThrow().get();
  }

  /** Makes a client. */
  Load load(int port, int connections) throws Exception {
    return load.make(port, connections);
  }

  private static LoadMaker calls(ClientMaker<CallClient> maker) {
    return (port, connections) -> new Calls(maker.connect(port, connections));
  }

  private static LoadMaker items(ClientMaker<ItemClient> maker) {
    return (port, connections) -> new Streams(() -> maker.connect(port, connections));
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
