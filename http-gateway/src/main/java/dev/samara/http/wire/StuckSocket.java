package dev.samara.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** Whether bytes wait for a socket and not one has gone. Owned by its event loop. */
final class StuckSocket {
  private final Channel channel;
  private long sinceNanos;
  private long mark = -1;

  StuckSocket(Channel channel) {
    this.channel = channel;
  }

  /** To be asked again and again; between two calls any byte that went counts. */
  boolean isStuck(long nowNanos, Duration limit) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    long bytes = out == null || out.isEmpty() ? -1 : out.totalPendingWriteBytes();
    long current = bytes < 0 ? -1 : bytes * 31 + out.currentProgress();
    if (current != mark) {
      mark = current;
      sinceNanos = nowNanos;
    }
    return mark >= 0 && nowNanos - sinceNanos > limit.toNanos();
  }
}
