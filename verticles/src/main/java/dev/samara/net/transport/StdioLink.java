package dev.samara.net.transport;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two blocking streams as a link: standard input and output, or the pipes of a child process. A
 * thread reads and a thread writes, both daemons; everything else is owned by the event loop. One
 * read is under way or waits at a time, so what is in memory is bounded.
 */
public final class StdioLink implements Link {

  private static final Logger LOG = LoggerFactory.getLogger(StdioLink.class);

  private static final int READ_BYTES = 64 * 1024;
  private static final int HIGH_WATER_BYTES = 256 * 1024;
  private static final int LOW_WATER_BYTES = 64 * 1024;

  /** How long the peer has to end as well, as with a socket. */
  private static final long LINGER_MILLIS = 1_000;

  /** POSIX lets a pipe take at least 512 bytes at a time or none (PIPE_BUF); Linux 4,096. */
  private static final int PIPE_BYTES = 4_096;

  /** What is written at a time, by one thread. */
  private static final class Parcel {
    final ByteBuf bytes;
    final int size;
    final Receipt receipt;
    volatile int sentBytes;
    volatile boolean writing;

    Parcel(ByteBuf bytes, Receipt receipt) {
      this.bytes = bytes;
      this.size = bytes.readableBytes();
      this.receipt = receipt;
    }

    /** Gives the receipt; a piece under way may still be taken. */
    void settle() {
      if (sentBytes == size) {
        receipt.done();
      } else {
        receipt.failed(writing ? sentBytes + 1 : sentBytes);
      }
    }
  }

  /** Tells the writing thread that nothing more comes. */
  private static final Parcel END = new Parcel(Unpooled.EMPTY_BUFFER, null);

  private final EventLoop loop;
  private final SocketAddress address;
  private final InputStream input;
  private final OutputStream output;
  private final BlockingQueue<Parcel> toWrite = new LinkedBlockingQueue<>();

  /** Without a receipt so far, in the order in which they were given. */
  private final ArrayDeque<Parcel> unsettled = new ArrayDeque<>(1);

  private final Semaphore mayRead = new Semaphore(0);

  /** Set on the event loop, seen by the writing thread. */
  private volatile boolean closed;

  private Receiver receiver;
  private ByteBuf arrived;
  private boolean reading = true;
  private boolean endArrived;
  private boolean inputEnded;
  private boolean lingering;
  private long unwrittenBytes;
  private boolean writable = true;

  /**
   * Makes a link, to be started.
   *
   * @param name what the address says, for a person
   * @param loop owns the link
   * @param input read until it ends, and closed then
   * @param output written to, and closed in the end
   */
  public StdioLink(String name, EventLoop loop, InputStream input, OutputStream output) {
    this.loop = loop;
    this.address = SocketAddress.domainSocketAddress("stdio:" + name);
    this.input = input;
    this.output = output;
  }

  /**
   * Names the connection and begins to read. On the event loop.
   *
   * @param connection the connection
   */
  public void start(Receiver connection) {
    receiver = connection;
    Thread.ofPlatform().daemon().name("samara-read-" + address.path()).start(this::readAll);
    Thread.ofPlatform().daemon().name("samara-write-" + address.path()).start(this::writeAll);
    mayRead.release();
  }

  /** The reading thread. */
  private void readAll() {
    try (input) {
      while (true) {
        mayRead.acquire();
        var chunk = new byte[READ_BYTES];
        var byteCount = closed ? -1 : input.read(chunk);
        if (byteCount < 0) {
          tell(this::endArrives);
          return;
        }
        tell(() -> arrive(Unpooled.wrappedBuffer(chunk, 0, byteCount)));
      }
    } catch (IOException e) {
      tell(() -> end(Cause.CONNECTION_LOST, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From one of the two threads; without effect when the Vert.x is closed. */
  private void tell(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the event loop has ended", address, e);
    }
  }

  private void arrive(ByteBuf bytes) {
    if (closed) {
      bytes.release();
      return;
    }
    arrived = bytes;
    deliver();
  }

  private void deliver() {
    if (arrived == null || !reading || closed) {
      return;
    }
    var bytes = arrived;
    arrived = null;
    receiver.read(bytes);
    bytes.release();
    mayRead.release();
    receiver.readComplete();
  }

  private void endArrives() {
    endArrived = true;
    tellEnd();
  }

  private void tellEnd() {
    if (endArrived && reading && !inputEnded && !closed) {
      inputEnded = true;
      receiver.inputEnded();
      if (lingering) {
        end(Cause.CLOSED, "closed");
      }
    }
  }

  @Override
  public void read(boolean on) {
    reading = on;
    if (on) {
      // Not at once: the caller is in the middle of something.
      loop.execute(() -> {
        deliver();
        tellEnd();
      });
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return address;
  }

  @Override
  public boolean keepsMessageBounds() {
    return false;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    if (closed) {
      bytes.release();
      receipt.failed(0);
      return;
    }
    var parcel = new Parcel(bytes, receipt);
    unsettled.add(parcel);
    unwrittenBytes += parcel.size;
    writable = unwrittenBytes < HIGH_WATER_BYTES;
    toWrite.add(parcel);
  }

  @Override
  public void flush() {
    // Each write is flushed.
  }

  @Override
  public boolean isWritable() {
    return writable && !closed;
  }

  /** The writing thread. */
  private void writeAll() {
    try (output) {
      for (var parcel = toWrite.take(); parcel != END; parcel = toWrite.take()) {
        write(parcel);
      }
    } catch (IOException e) {
      tell(() -> end(Cause.CONNECTION_LOST, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * In pieces that a pipe takes as a whole or not at all, so that it is known how much it has taken
   * even if it takes no more.
   */
  private void write(Parcel parcel) {
    try {
      while (parcel.bytes.isReadable() && !closed) {
        var byteCount = Math.min(PIPE_BYTES, parcel.bytes.readableBytes());
        parcel.writing = true;
        parcel.bytes.readBytes(output, byteCount);
        output.flush();
        parcel.writing = false;
        parcel.sentBytes += byteCount;
      }
    } catch (IOException e) {
      parcel.writing = false;
      tell(() -> end(Cause.CONNECTION_LOST, e.getMessage()));
    } finally {
      parcel.bytes.release();
      tell(() -> written(parcel));
    }
  }

  private void written(Parcel parcel) {
    if (closed) {
      return; // Its receipt has been given.
    }
    unsettled.remove();
    unwrittenBytes -= parcel.size;
    parcel.settle();
    if (!writable && unwrittenBytes <= LOW_WATER_BYTES) {
      writable = true;
      receiver.writable();
    }
  }

  @Override
  public void close(boolean inOrder) {
    if (closed) {
      return;
    }
    if (!inOrder || inputEnded) {
      end(Cause.CLOSED, "closed");
    } else if (!lingering) {
      lingering = true;
      toWrite.add(END);
      loop.schedule(() -> close(false), LINGER_MILLIS, TimeUnit.MILLISECONDS);
      read(true);
    }
  }

  /** What is not written yet is not written any more, even if the other side takes nothing. */
  private void end(Cause cause, String why) {
    if (closed) {
      return;
    }
    closed = true;
    toWrite.add(END);
    mayRead.release();
    if (arrived != null) {
      arrived.release();
      arrived = null;
    }
    while (!unsettled.isEmpty()) {
      unsettled.remove().settle();
    }
    receiver.closed(cause, why);
  }
}
