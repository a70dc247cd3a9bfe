package dev.samara.load.http;

import dev.samara.load.http.Answers.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection that sends many requests without waiting for answers, cut at random points, and
 * checks that each answer is the one to its request, in order. Used by one thread, which blocks.
 */
public final class Pipeline {
  private static final int ANSWER_PATIENCE_MILLIS = 30_000;

  /** Most cuts are within a request, and some writes hold several requests. */
  private static final int MAX_CUT_BYTES = 200;

  private final InetSocketAddress server;
  private final Random random;

  /**
   * A request and what has to come back.
   *
   * @param text the whole request, in ISO 8859-1
   * @param status of its answer
   * @param body what the answer's body has to contain, all of it if it is not empty
   */
  public record Exchange(String text, int status, String body) {}

  /**
   * Makes a connection's plan.
   *
   * @param server host and port
   * @param seed of the random choices: the same seed cuts at the same points
   */
  public Pipeline(InetSocketAddress server, long seed) {
    this.server = server;
    this.random = new Random(seed);
  }

  /**
   * Sends requests in random order and checks the answers.
   *
   * @param choices what is chosen from
   * @param count how many requests
   * @return how many were answered rightly: all of them
   * @throws IOException on the first wrong or missing answer; says which
   */
  public int run(List<Exchange> choices, int count) throws IOException {
    List<Exchange> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(choices.get(random.nextInt(choices.size())));
    }
    AtomicReference<IOException> writing = new AtomicReference<>();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_PATIENCE_MILLIS);
      Thread.ofVirtual().start(() -> write(socket, order, writing));
      Answers answers = new Answers(socket.getInputStream());
      for (int i = 0; i < count; i++) {
        check(i, order.get(i), answers.next());
      }
      return count;
    } catch (IOException wrong) {
      throw writing.get() == null ? wrong : writing.get();
    }
  }

  private void write(Socket socket, List<Exchange> order, AtomicReference<IOException> failure) {
    StringBuilder all = new StringBuilder();
    order.forEach(one -> all.append(one.text()));
    byte[] bytes = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    try {
      OutputStream out = socket.getOutputStream();
      int from = 0;
      while (from < bytes.length) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(MAX_CUT_BYTES));
        out.write(bytes, from, to - from);
        from = to;
      }
    } catch (IOException gone) {
      failure.set(gone);
    }
  }

  private static void check(int index, Exchange exchange, Answer answer) throws IOException {
    boolean right =
        answer.status() == exchange.status()
            && (exchange.body().isEmpty() || exchange.body().equals(answer.body()));
    if (!right) {
      throw new IOException(
          "request %d (%s) was answered %d '%s'"
              .formatted(
                  index,
                  exchange.text().lines().findFirst().orElse(""),
                  answer.status(),
                  answer.body().substring(0, Math.min(60, answer.body().length()))));
    }
  }
}
