package dev.samara.load.micro;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Credit: messages are read, charged, given to a route, and given back by it. */
@State(Scope.Thread)
public class CreditBenchmark {
  private static final int MESSAGES = 64;

  /** Bytes of a message. */
  @Param({"128"})
  public int bytes;

  private LoneLoop loop;
  private Link.Receiver atOnce;
  private Link.Receiver later;
  private Session.Control held;
  private ByteBuf read;

  /** Made by JMH. */
  public CreditBenchmark() {}

  /** Makes two connections, with a route that is done at once and one that is not. */
  @Setup
  public void connect() {
    loop = new LoneLoop();
    atOnce =
        loop.connect(new NullLink(), control -> messages -> control.handled(messages.size()))
            .receiver();
    var second = loop.connect(new NullLink(), _ -> _ -> {});
    later = second.receiver();
    held = second;
    read = Unpooled.directBuffer(MESSAGES * (Integer.BYTES + bytes));
    for (int i = 0; i < MESSAGES; i++) {
      read.writeInt(bytes).writeZero(bytes);
    }
  }

  /** Ends the loop. */
  @TearDown
  public void end() {
    loop.close();
  }

  /** The route deals with all messages of a read before it returns. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void handledAtOnce() {
    take(atOnce);
  }

  /** Each message is given back alone, after the read. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void handledOneByOne() {
    take(later);
    for (int i = 0; i < MESSAGES; i++) {
      held.handled(1);
    }
  }

  private void take(Link.Receiver receiver) {
    read.readerIndex(0);
    receiver.read(read);
    receiver.readComplete();
    loop.turn();
  }
}
