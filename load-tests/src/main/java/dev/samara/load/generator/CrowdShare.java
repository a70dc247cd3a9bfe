package dev.samara.load.generator;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import java.util.concurrent.CompletableFuture;

/** The part of a crowd that one event loop opens. All state is owned by it. */
final class CrowdShare {
  /** So few are on their way at a time that the server's queue of connections never overflows. */
  private static final int MAX_CONNECTING = 100;

  private final EventLoop loop;
  private final Payload payload;
  private final Dialler dialler;
  private final int end;
  private final ChannelGroup present;

  /** When the last one was answered, by {@link System#nanoTime()}; or the first fault. */
  private final CompletableFuture<Long> settled = new CompletableFuture<>();

  private int next;
  private int missing;

  /** Takes the connections from number {@code begin} on, of which there are {@code count}. */
  CrowdShare(
      EventLoop loop,
      Payload payload,
      Dialler dialler,
      int begin,
      int count,
      ChannelGroup present) {
    this.loop = loop;
    this.payload = payload;
    this.dialler = dialler;
    this.next = begin;
    this.end = begin + count;
    this.missing = count;
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
    dialler
        .dial(loop, index, new CrowdMember(this, payload, index))
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            failed(String.valueOf(connected.cause().getMessage()));
          }
        });
  }
}
