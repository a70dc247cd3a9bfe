package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/** Of a link that stood too late, and is closed already. */
final class NoReceiver implements Link.Receiver {

  @Override
  public void read(ByteBuf bytes) {}

  @Override
  public void readComplete() {}

  @Override
  public void writable() {}

  @Override
  public void inputEnded() {}

  @Override
  public void drain(Duration within) {}

  @Override
  public void closed(Cause cause, String reason) {}
}
