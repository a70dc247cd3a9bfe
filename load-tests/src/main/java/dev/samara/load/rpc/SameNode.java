package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.rpc.Rpc;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.function.Function;

/** Caller and service in one process, which makes the load itself. */
final class SameNode implements CallClient {
  private static final String ADDRESS = "echo";

  /** Where the service is. */
  enum Place {
    /** On the event loop that calls. */
    SAME_LOOP(1),
    /** On another event loop. */
    OTHER_LOOP(2);

    private final int loops;

    Place(int loops) {
      this.loops = loops;
    }

    private Context of(VertxEnd end) {
      return this == SAME_LOOP ? end.first() : end.other();
    }
  }

  private final VertxEnd end;
  private final Function<Buffer, Future<Buffer>> echo;

  private SameNode(VertxEnd end, Function<Buffer, Future<Buffer>> echo) {
    this.end = end;
    this.echo = echo;
  }

  /** Typed calls of Samara. */
  static SameNode typed(Place place) throws Exception {
    VertxEnd end = new VertxEnd(place.loops);
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), SamaraRpc.patient("bench")));
    VertxEnd.on(place.of(end), () -> rpc.expose(Echo.class, new EchoService()));
    return new SameNode(end, rpc.client(Echo.class)::echo);
  }

  /** What Vert.x has: requests and replies on the event bus. */
  static SameNode request(Place place) throws Exception {
    VertxEnd end = new VertxEnd(place.loops);
    var bus = end.vertx().eventBus();
    VertxEnd.on(
        place.of(end),
        () -> bus.<Buffer>consumer(ADDRESS, message -> message.reply(message.body())).completion());
    return new SameNode(end, buffer -> bus.<Buffer>request(ADDRESS, buffer).map(Message::body));
  }

  @Override
  public void execute(Runnable task) {
    end.execute(task);
  }

  @Override
  public void call(int connection, byte[] request, Outcome outcome) {
    echo.apply(Buffer.buffer(request))
        .onComplete(answer -> outcome.answered(answer.getBytes()), outcome::failed);
  }

  @Override
  public void close() {
    end.close();
  }
}
