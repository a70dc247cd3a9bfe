package dev.samara.load.server;

import dev.samara.load.generator.Medium;
import dev.samara.net.connection.Balance;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of a server process: {@code ServerMain KIND MEDIUM LOOPS MAX-BYTES}. Prints one
 * line {@code listening PORT-OR-PATH}, answers each line {@code heap} with a line {@code heap
 * BYTES} and each line {@code balance} with a line {@code balance yes} or {@code no} and the
 * figures, and ends when its standard input does, so that it never outlives the bench.
 */
public final class ServerMain {
  private ServerMain() {}

  /**
   * Runs one server until the end of standard input.
   *
   * @param arguments the names of kind and medium, the number of event loops, and the longest
   *     message in bytes; anything else ends the process with code 2
   * @throws Exception if the server can't start
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4
        || EchoKind.of(arguments[0]).isEmpty()
        || Medium.of(arguments[1]).isEmpty()) {
      System.err.println("usage: ServerMain KIND MEDIUM LOOPS MAX-BYTES");
      System.exit(2);
    }
    EchoKind kind = EchoKind.of(arguments[0]).orElseThrow();
    try (EchoServer server = kind.create(Integer.parseInt(arguments[3]))) {
      say(
          "listening "
              + server.start(
                  Medium.of(arguments[1]).orElseThrow(), Integer.parseInt(arguments[2])));
      answerUntilEndOfInput(server);
    }
  }

  private static void answerUntilEndOfInput(EchoServer server) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("heap")) {
        say("heap " + LiveHeap.bytes());
      } else if (line.equals("balance")) {
        List<Balance> balances = server.balances();
        say(
            "balance %s %s"
                .formatted(
                    balances.stream().allMatch(Balance::addsUp) ? "yes" : "no",
                    balances.stream().reduce(Balance.ZERO, Balance::plus)));
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
