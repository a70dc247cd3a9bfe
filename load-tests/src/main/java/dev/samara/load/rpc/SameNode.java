package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.FutureCalls;
import dev.samara.load.transport.VertxEnd;
import dev.samara.rpc.Rpc;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.List;

/** Caller and service in one process, which makes the load itself. */
final class SameNode {
  private static final String ADDRESS = "echo";

  private SameNode() {}

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

  /** Typed calls of Samara. */
  static CallClient typed(Place place) throws Exception {
    VertxEnd end = new VertxEnd(place.loops);
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), SamaraRpc.patient("bench")));
    VertxEnd.on(place.of(end), () -> rpc.expose(Echo.class, new EchoService()));
    return new FutureCalls(List.of(end.first()), rpc.client(Echo.class)::echo, end::close);
  }

  /** What Vert.x has: requests and replies on the event bus. */
  static CallClient request(Place place) throws Exception {
    VertxEnd end = new VertxEnd(place.loops);
    var bus = end.vertx().eventBus();
    VertxEnd.on(
        place.of(end),
        () -> bus.<Buffer>consumer(ADDRESS, message -> message.reply(message.body())).completion());
    return new FutureCalls(
        List.of(end.first()),
        buffer -> bus.<Buffer>request(ADDRESS, buffer).map(Message::body),
        end::close);
  }
}
