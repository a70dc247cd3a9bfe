package dev.samara.load.generator;

import dev.samara.load.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The part of a crowd that one event loop opens. All state is owned by it. */
final class CrowdShare {
  /** So few are on their way at a time that the server's queue of connections never overflows. */
  private static final int MAX_CONNECTING = 100;

  /**
   * One address has about 28,000 ports for one server, with those of connections closed in the last
   * minute, and the more of them are taken the longer the system searches: with 20,000 from one
   * address the search is most of the work, on the generator's side.
   */
  private static final int CONNECTIONS_PER_ADDRESS = 2_000;

  private final EventLoop loop;
  private final Transport transport;
  private final Payload payload;
  private final InetSocketAddress server;
  private final int end;
  private final Duration patience;
  private final ChannelGroup present;

  /** When the last one was answered, by {@link System#nanoTime()}; or the first fault. */
  private final CompletableFuture<Long> settled = new CompletableFuture<>();

  private int next;
  private int missing;

  /** Takes the connections from number {@code begin} on, of which there are {@code count}. */
  CrowdShare(
      EventLoop loop,
      Transport transport,
      Payload payload,
      InetSocketAddress server,
      int begin,
      int count,
      Duration patience,
      ChannelGroup present) {
    this.loop = loop;
    this.transport = transport;
    this.payload = payload;
    this.server = server;
    this.next = begin;
    this.end = begin + count;
    this.missing = count;
    this.patience = patience;
    this.present = present;
  }

  CompletableFuture<Long> settled() {
    return settled;
  }

  /** From any thread. */
  void begin() {
    loop.execute(() -> {
      settleIfComplete();
      for (int i = 0; i < MAX_CONNECTING; i++) {
        connectNext();
      }
    });
  }

  /** A connection is there, at least in the server's system. */
  void opened(Channel channel) {
    present.add(channel);
  }

  /** A connection was answered. */
  void accepted() {
    missing--;
    settleIfComplete();
    connectNext();
  }

  void failed(String reason) {
    settled.completeExceptionally(new WrongAnswer(reason));
  }

  private void settleIfComplete() {
    if (missing == 0) {
      settled.complete(System.nanoTime());
    }
  }

  private void connectNext() {
    if (next == end || settled.isDone()) {
      return;
    }
    int index = next++;
    connect(bootstrap(new CrowdMember(this, payload, index)), index / CONNECTIONS_PER_ADDRESS)
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            failed(String.valueOf(connected.cause().getMessage()));
          }
        });
  }

  /** The first ones come from the address that the system chooses, 127.0.0.1; then 127.0.0.2. */
  private ChannelFuture connect(Bootstrap bootstrap, int address) {
    if (address == 0) {
      return bootstrap.connect(server);
    }
    if (transport.isEpoll()) {
      // The port is chosen when the other end is known, so that it need only be free towards it.
      bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    return bootstrap.connect(server, new InetSocketAddress("127.0.0." + (1 + address), 0));
  }

  private Bootstrap bootstrap(CrowdMember member) {
    return new Bootstrap()
        .group(loop)
        .channel(transport.client())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
        .handler(member);
  }
}
