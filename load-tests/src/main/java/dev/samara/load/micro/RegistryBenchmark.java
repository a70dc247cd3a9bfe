package dev.samara.load.micro;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.lifecycle.LiveConnection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The registry of named clients, beside many that are connected. */
@State(Scope.Thread)
public class RegistryBenchmark {
  /** Odd, so that all names have their turn in an order that no cache foresees. */
  private static final int STEP = 7_919;

  /** Names that are connected. */
  @Param({"1000", "20000"})
  public int names;

  private ClientRegistry registry;
  private LoneLoop loop;
  private String[] all;
  private Buffer message;
  private int turn;

  /** Made by JMH. */
  public RegistryBenchmark() {}

  /** Connects all names. */
  @Setup
  public void connect() {
    registry = new ClientRegistry();
    loop = new LoneLoop();
    message = Buffer.buffer(new byte[128]);
    all = new String[names];
    for (int i = 0; i < names; i++) {
      all[i] = "client-" + i;
      come(all[i]);
    }
    loop.turn();
  }

  /** Ends the loop. */
  @TearDown
  public void end() {
    loop.close();
  }

  /**
   * Finds a connection by name.
   *
   * @return the connection
   */
  @Benchmark
  public Optional<Connection> find() {
    return registry.find(next());
  }

  /**
   * Sends a message by name, which leaves at once.
   *
   * @return completed when it has left
   */
  @Benchmark
  public Future<Void> send() {
    Future<Void> sent = registry.send(next(), message);
    loop.turn();
    return sent;
  }

  /**
   * A client comes, gets a name and goes; the connection's own life is in it.
   *
   * @return how it went
   */
  @Benchmark
  public Object comeAndGo() {
    LiveConnection connection = come("guest");
    loop.turn();
    var gone = connection.close(CloseMode.NOW);
    loop.turn();
    return gone;
  }

  private LiveConnection come(String name) {
    LiveConnection connection = loop.connect(new NullLink(), _ -> _ -> {});
    registry.claim(name, connection);
    return connection;
  }

  private String next() {
    turn = (turn + STEP) % names;
    return all[turn];
  }
}
