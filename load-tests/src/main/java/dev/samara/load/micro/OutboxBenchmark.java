package dev.samara.load.micro;

import dev.samara.net.lifecycle.LiveConnection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The outbox: messages of one turn are queued, joined, written and accounted for. */
@State(Scope.Thread)
public class OutboxBenchmark {
  private static final int MESSAGES = 64;

  /** Bytes of a message. */
  @Param({"128"})
  public int bytes;

  private final NullLink link = new NullLink();
  private LoneLoop loop;
  private LiveConnection connection;
  private Buffer message;

  /** Made by JMH. */
  public OutboxBenchmark() {}

  /** Makes a connection. */
  @Setup
  public void connect() {
    loop = new LoneLoop();
    connection = loop.connect(link, _ -> _ -> {});
    message = Buffer.buffer(new byte[bytes]);
  }

  /** Ends the loop. */
  @TearDown
  public void end() {
    loop.close();
  }

  /**
   * Nobody wants to know when the messages have left.
   *
   * @return bytes written so far
   */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long post() {
    for (int i = 0; i < MESSAGES; i++) {
      connection.post(message);
    }
    loop.turn();
    return link.writtenBytes;
  }

  /**
   * Each message has a future that says when it has left.
   *
   * @return the last one's
   */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public Future<Void> send() {
    Future<Void> last = connection.send(message);
    for (int i = 1; i < MESSAGES; i++) {
      last = connection.send(message);
    }
    loop.turn();
    return last;
  }
}
