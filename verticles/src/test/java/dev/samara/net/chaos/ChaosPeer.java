package dev.samara.net.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * A peer that knows nothing of Samara and behaves as peers do: reads at once, slowly or not at all,
 * writes, ends its output first, closes, or resets. Runs on a thread of its own.
 */
final class ChaosPeer implements Runnable {

  private enum Ending {
    READS_TO_THE_END,
    HALF_CLOSES,
    CLOSES,
    RESETS
  }

  private final int port;
  private final Random random;
  private final IntFunction<Tracked> bySerial;
  private final List<Integer> numbers = new ArrayList<>();

  ChaosPeer(int port, long seed, IntFunction<Tracked> bySerial) {
    this.port = port;
    this.random = new Random(seed);
    this.bySerial = bySerial;
  }

  @Override
  public void run() {
    Tracked tracked = null;
    var orderly = false;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var reader = lines(socket.getInputStream());
      var greeting = reader.readLine();
      if (greeting == null) {
        return;
      }
      tracked = bySerial.apply(Integer.parseInt(greeting.substring(Tracked.GREETING.length())));
      orderly = talk(socket, reader);
    } catch (IOException e) {
      // A reset, by the server or by this end: what was read so far counts.
    }
    if (tracked != null) {
      tracked.peerEnded(List.copyOf(numbers), orderly);
    }
  }

  private BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 2_048);
  }

  /** Returns whether an orderly end was read. */
  private boolean talk(Socket socket, BufferedReader reader) throws IOException {
    var ending = Ending.values()[random.nextInt(Ending.values().length)];
    var pauseMicros = random.nextInt(3) == 0 ? random.nextInt(3_000) : 0;
    var messages = random.nextInt(200);
    for (var i = 0; i < messages; i++) {
      if (random.nextInt(5) == 0) {
        write(socket);
      }
      if (!read(reader, pauseMicros)) {
        return true;
      }
    }
    switch (ending) {
      case READS_TO_THE_END -> {}
      case HALF_CLOSES -> socket.shutdownOutput();
      case CLOSES -> {
        return false;
      }
      case RESETS -> {
        socket.setSoLinger(true, 0);
        return false;
      }
    }
    while (read(reader, pauseMicros)) {
      // Until the server ends.
    }
    return true;
  }

  private void write(Socket socket) throws IOException {
    var what = random.nextInt(60) == 0 ? "bad\n" : "good\n";
    socket.getOutputStream().write(what.repeat(1 + random.nextInt(5)).getBytes());
  }

  private boolean read(BufferedReader reader, int pauseMicros) throws IOException {
    if (pauseMicros > 0) {
      LockSupport.parkNanos(pauseMicros * 1_000L);
    }
    var line = new StringBuilder();
    // Not readLine(): a message without its end must not count as one.
    for (var c = reader.read(); c != '\n'; c = reader.read()) {
      if (c < 0) {
        return false;
      }
      line.append((char) c);
    }
    numbers.add(Tracked.numberOf(line.toString()));
    return true;
  }
}
