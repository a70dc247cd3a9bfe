package dev.samara.load.cluster;

import dev.samara.examples.echo.EchoVerticle;
import dev.samara.rpc.call.Streams;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;

/** The node that is asked: it has an echo of each kind, and streams of items. */
final class Callee {
  /** Where raw requests go. */
  static final String RAW_ADDRESS = "bench.raw";

  private Callee() {}

  /**
   * Offers all of it, with an instance on each event loop.
   *
   * @return the port of the raw stream
   */
  static int serve(Member member, int loops) throws Exception {
    DeploymentOptions eachLoop = new DeploymentOptions().setInstances(loops);
    Member.await(member.rpc().expose(Echo.class, new TypedEcho()));
    Member.await(member.linked().expose(Subjects.LINKS, Echo.class, new TypedEcho()));
    Member.await(member.vertx().deployVerticle(RawEcho::new, eachLoop));
    Member.await(member.vertx().deployVerticle(EchoVerticle::new, eachLoop));
    NetServer server =
        member
            .vertx()
            .createNetServer()
            .connectHandler(socket -> socket.handler(bytes -> new ItemPump(socket, bytes).next()));
    return Member.await(server.listen(0, Member.HOST)).actualPort();
  }

  private static final class TypedEcho implements Echo {
    @Override
    public Future<Buffer> echo(Buffer message) {
      return Future.succeededFuture(message);
    }

    @Override
    public ReadStream<Buffer> items(int bytes) {
      return Streams.from(() -> new Items(new Content(bytes)));
    }
  }

  /** All items there are. */
  private static final class Items implements Iterator<Buffer> {
    private final Content content;
    private long next;

    Items(Content content) {
      this.content = content;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Buffer next() {
      return content.buffer(next++);
    }
  }

  private static final class RawEcho extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .eventBus()
          .<Buffer>consumer(RAW_ADDRESS, message -> message.reply(message.body()))
          .completion();
    }
  }
}
