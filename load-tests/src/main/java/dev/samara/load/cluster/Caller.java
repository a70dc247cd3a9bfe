package dev.samara.load.cluster;

import dev.samara.codec.length.LengthFraming;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import dev.samara.rpc.call.RpcStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The node that asks, and whose listeners pass messages on. Used by one thread, which waits. */
final class Caller {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  private final Member member;
  private final List<? extends Executor> homes;
  private final Echo echo;
  private final Map<String, Exchange> exchanges;

  /** Held, or its sockets are closed with it. */
  private final NetClient client;

  Caller(Member member, Optional<NatsEnd> nats) {
    this.member = member;
    this.homes =
        member.contexts().stream()
            .map(context -> (Executor) task -> context.runOnContext(_ -> task.run()))
            .toList();
    this.echo = member.rpc().client(Echo.class);
    this.client = member.vertx().createNetClient();
    Exchange none =
        (_, answer) -> answer.complete(null, new IOException("there is no NATS server"));
    this.exchanges =
        Map.of(
            Subjects.RAW, raw(),
            Subjects.RPC, typed(),
            Subjects.NATS, nats.map(NatsEnd::exchange).orElse(none));
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

  Measurement call(String subject, Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    return ExchangeLoad.run(exchanges.get(subject), homes, shape, clock, ExchangeLoad.PATIENCE);
  }

  /** The port is that of the raw stream. */
  Measurement stream(String subject, int port, Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    return StreamLoad.run(
        into ->
            subject.equals(Subjects.RPC)
                ? items(shape.bytes(), into)
                : socket(port, shape.bytes(), into),
        shape,
        clock);
  }

  private Exchange typed() {
    return (message, answer) ->
        echo.echo(wrapped(message))
            .onComplete((echoed, failure) -> answer.complete(bytes(echoed), failure));
  }

  private Exchange raw() {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(10_000);
    return (message, answer) ->
        member
            .vertx()
            .eventBus()
            .<Buffer>request(Callee.RAW_ADDRESS, wrapped(message), options)
            .map(reply -> reply.body())
            .onComplete((echoed, failure) -> answer.complete(bytes(echoed), failure));
  }

  private Runnable items(int bytes, StreamLoad into) {
    Context context = member.contexts().getFirst();
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

  private static Buffer wrapped(byte[] message) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(message));
  }

  private static ByteBuf bytes(Buffer buffer) {
    return buffer == null ? null : ((BufferInternal) buffer).getByteBuf();
  }
}
