package dev.samara.load.cluster;

import dev.samara.codec.length.LengthFraming;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.CallContent;
import dev.samara.load.generator.CallLoad;
import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.FutureCalls;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import dev.samara.rpc.call.RpcStream;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The node that asks, and whose listeners pass messages on. Used by one thread, which waits. */
final class Caller {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final DeliveryOptions RAW_OPTIONS = new DeliveryOptions().setSendTimeout(10_000);

  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Longer than a call or a request takes to fail. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);

  private final Member member;
  private final List<? extends Context> contexts;
  private final Map<String, Echo> echoes;
  private final Map<String, CallClient> clients = new HashMap<>();

  /** Held, or its sockets are closed with it. */
  private final NetClient client;

  Caller(Member member, Optional<NatsEnd> nats) {
    this.member = member;
    this.contexts = member.contexts();
    this.echoes =
        Map.of(
            Subjects.RPC, member.rpc().client(Echo.class),
            Subjects.LINKS, member.linked().client(Subjects.LINKS, Echo.class));
    this.client = member.vertx().createNetClient();
    clients.put(Subjects.RAW, new FutureCalls(contexts, this::request, () -> {}));
    echoes.forEach(
        (subject, echo) -> clients.put(subject, new FutureCalls(contexts, echo::echo, () -> {})));
    nats.ifPresent(end -> clients.put(Subjects.NATS, end));
  }

  /** A listener whose messages go to the other node, each in a bus message of its own or not. */
  int listen(String name, Hub hub, boolean each) throws Exception {
    Route route =
        each
            ? Routes.busEach(member.vertx(), Callee.RAW_ADDRESS, Routes.DEFAULT_ANSWER_TIMEOUT)
            : Routes.bus(member.vertx(), EchoVerticle.ADDRESS);
    return Member.await(
            hub.listen(ListenerOptions.tcp(name, 0, new LengthFraming(MAX_MESSAGE_BYTES)), route))
        .port();
  }

  /** The first calls make the connections, and go over the bus meanwhile. */
  void connect() throws Exception {
    Buffer message = Buffer.buffer("hello");
    for (long end = System.nanoTime() + CONNECT_NANOS; System.nanoTime() < end; ) {
      for (Context context : contexts) {
        Future<Buffer> call =
            Future.future(promise ->
                context.runOnContext(
                    _ -> echoes.get(Subjects.LINKS).echo(message).onComplete(promise)));
        Member.await(call);
      }
    }
  }

  Measurement call(String subject, Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    CallClient client = clients.get(subject);
    if (client == null) {
      throw new IOException("there is no " + subject + " to call");
    }
    int loops = Math.min(client.loopCount(), shape.depth());
    CallPlan plan =
        CallPlan.closed(
                loops,
                Math.ceilDiv(shape.depth(), loops),
                new CallContent.MadeUp(shape.bytes()),
                shape.warmUp(),
                shape.window())
            .withAnswerTimeout(ANSWER_PATIENCE);
    try {
      return Measurement.of(CallLoad.calls(client, plan, clock), clock);
    } catch (LoadException fault) {
      throw new IOException(fault.getMessage() + " (" + fault.balance() + ")");
    }
  }

  /** The port is that of the raw stream. */
  Measurement stream(String subject, int port, Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    return StreamLoad.run(
        into ->
            echoes.containsKey(subject)
                ? items(echoes.get(subject), shape.bytes(), into)
                : socket(port, shape.bytes(), into),
        shape,
        clock);
  }

  private Future<Buffer> request(Buffer message) {
    return member
        .vertx()
        .eventBus()
        .<Buffer>request(Callee.RAW_ADDRESS, message, RAW_OPTIONS)
        .map(reply -> reply.body());
  }

  private Runnable items(Echo echo, int bytes, StreamLoad into) {
    Context context = contexts.getFirst();
    Future<RpcStream<Buffer>> opened =
        Future.future(promise ->
            context.runOnContext(_ -> {
              RpcStream<Buffer> items = (RpcStream<Buffer>) echo.items(bytes);
              items.exceptionHandler(failure -> into.fail(failure.getMessage()));
              items.endHandler(_ -> into.fail("the stream has ended"));
              items.handler(item -> into.take(bytes(item)));
              promise.complete(items);
            }));
    return () -> opened.onSuccess(RpcStream::cancel);
  }

  private Runnable socket(int port, int bytes, StreamLoad into) {
    Future<NetSocket> opened = client.connect(port, Member.HOST);
    opened
        .onSuccess(socket -> {
          socket.closeHandler(_ -> into.fail("the socket was closed"));
          socket.handler(data -> into.take(bytes(data)));
          socket.write(Buffer.buffer().appendInt(bytes));
        })
        .onFailure(failure -> into.fail(failure.getMessage()));
    return () -> opened.onSuccess(NetSocket::close);
  }

  private static ByteBuf bytes(Buffer buffer) {
    return ((BufferInternal) buffer).getByteBuf();
  }
}
