package dev.samara.load.generator;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A framed echo that does one thing wrong, always with the same message of each connection. */
final class FaultyEcho implements AutoCloseable {
  enum Fault {
    NONE,
    /** One message is never answered. */
    DROP,
    /** One message is answered twice. */
    TWICE,
    /** Two answers change places. */
    SWAP,
    /** The last byte of one answer is another. */
    CORRUPT,
    /** One answer is a byte longer than its message. */
    LONGER,
    /** One answer has a number that was never sent. */
    FOREIGN,
    /** The connection ends before one answer. */
    CLOSE,
    /** Not wrong: one answer comes 100 ms late, and all after it as well. */
    STALL,
    /** Not wrong: answers come in threes, and only when three messages are there. */
    IN_THREES
  }

  /** A multiple of 16, so that a sample of each 16th answer holds it. */
  static final int WRONG_MESSAGE = 64;

  private final ServerSocket listening;
  private final Fault fault;
  private final int wrongMessage;

  FaultyEcho(Fault fault) throws IOException {
    this(fault, WRONG_MESSAGE);
  }

  FaultyEcho(Fault fault, int wrongMessage) throws IOException {
    this.fault = fault;
    this.wrongMessage = wrongMessage;
    this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
      socket.setTcpNoDelay(true);
      for (int index = 0; index != wrongMessage || fault != Fault.CLOSE; index++) {
        answer(index, in, out);
        if (in.available() == 0 && (fault != Fault.IN_THREES || index % 3 == 2)) {
          out.flush();
        }
      }
    } catch (IOException clientGone) {
      // The generator has closed: at its end, or because of the fault.
    }
  }

  private void answer(int index, DataInputStream in, DataOutputStream out) throws IOException {
    byte[] payload = read(in);
    if (index != wrongMessage) {
      write(out, payload);
      return;
    }
    switch (fault) {
      case DROP -> {}
      case TWICE -> {
        write(out, payload);
        write(out, payload);
      }
      case SWAP -> {
        write(out, read(in));
        write(out, payload);
      }
      case CORRUPT -> {
        payload[payload.length - 1] ^= 1;
        write(out, payload);
      }
      case LONGER -> {
        out.writeInt(payload.length + 1);
        out.write(payload);
        out.write(0);
      }
      case FOREIGN -> {
        payload[0] ^= 1;
        write(out, payload);
      }
      case STALL -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        write(out, payload);
      }
      case NONE, CLOSE, IN_THREES -> write(out, payload);
    }
  }

  private static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static void write(DataOutputStream out, byte[] payload) throws IOException {
    out.writeInt(payload.length);
    out.write(payload);
  }
}
