package dev.samara.load.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The main class of a server process: {@code ServerMain KIND LOOPS MAX-BYTES}. Prints one line
 * {@code listening PORT}, answers each line {@code heap} with a line {@code heap BYTES}, and ends
 * when its standard input does, so that it never outlives the bench.
 */
public final class ServerMain {
  private ServerMain() {}

  /**
   * Runs one server until the end of standard input.
   *
   * @param arguments the kind's name, the number of event loops, and the longest message in bytes;
   *     anything else ends the process with code 2
   * @throws Exception if the server can't start
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3 || EchoKind.of(arguments[0]).isEmpty()) {
      System.err.println("usage: ServerMain KIND LOOPS MAX-BYTES");
      System.exit(2);
    }
    EchoKind kind = EchoKind.of(arguments[0]).orElseThrow();
    try (EchoServer server = kind.create(Integer.parseInt(arguments[2]))) {
      say("listening " + server.start(Integer.parseInt(arguments[1])));
      answerUntilEndOfInput();
    }
  }

  private static void answerUntilEndOfInput() throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("heap")) {
        say("heap " + LiveHeap.bytes());
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
