package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.transport.MemoryPlaces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A blocking peer on a memory link: what arrives goes through a pipe of the system to the test. */
final class MemoryPeer implements Link.Receiver {

  private final EventLoop loop;
  private final Pipe arrived;
  private final Semaphore mayWrite = new Semaphore(0);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Link link;

  private MemoryPeer(EventLoop loop, Pipe arrived) {
    this.loop = loop;
    this.arrived = arrived;
  }

  static StreamPeer dial(Vertx vertx, String name) throws Exception {
    var loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
    var peer = new MemoryPeer(loop, Pipe.open());
    peer.arrived.sink().configureBlocking(false);
    var dialled = new CompletableFuture<Void>();
    loop.execute(() -> {
      new MemoryPlaces(vertx)
          .dial(
              name,
              loop,
              link -> {
                peer.link = link;
                return peer;
              });
      dialled.complete(null);
    });
    dialled.get(20, TimeUnit.SECONDS);
    return new StreamPeer(
        Channels.newInputStream(peer.arrived.source()),
        peer.output(),
        () -> loop.execute(() -> peer.link.close(true)),
        () -> loop.execute(() -> peer.link.close(false)));
  }

  private OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int byteCount) throws IOException {
        loop.execute(() -> send(Unpooled.copiedBuffer(bytes, from, byteCount)));
        mayWrite.acquireUninterruptibly();
      }
    };
  }

  private void send(ByteBuf bytes) {
    link.write(
        bytes,
        new Link.Receipt() {
          @Override
          public void done() {
            mayWrite.release();
          }

          @Override
          public void failed(long sentBytes) {
            mayWrite.release();
          }
        });
    link.flush();
  }

  /** A full pipe stops the link, and is tried again a little later. */
  @Override
  public void read(ByteBuf bytes) {
    store(bytes.retain());
  }

  private void store(ByteBuf bytes) {
    try {
      bytes.readBytes(arrived.sink(), bytes.readableBytes());
      if (bytes.isReadable()) {
        link.read(false);
        loop.schedule(() -> store(bytes), 5, TimeUnit.MILLISECONDS);
        return;
      }
      link.read(true);
    } catch (IOException e) {
      link.close(false);
    }
    bytes.release();
  }

  @Override
  public void readComplete() {
    // Everything is stored at once.
  }

  @Override
  public void writable() {
    // Each write waits for its receipt.
  }

  @Override
  public void inputEnded() {
    end();
  }

  private void end() {
    try {
      arrived.sink().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void drain(Duration within) {
    link.close(true);
  }

  @Override
  public void closed(Cause cause, String reason) {
    closed.complete(null);
    end();
  }
}
