package dev.samara.load.server;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The main class of a server process: {@code ServerMain KIND LOOPS}. Prints one line {@code
 * listening PORT} and ends when its standard input does, so that it never outlives the bench.
 */
public final class ServerMain {
  private ServerMain() {}

  /**
   * Runs one server until the end of standard input.
   *
   * @param arguments the kind's name and the number of event loops; anything else ends the process
   *     with code 2
   * @throws Exception if the server can't start
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2 || EchoKind.of(arguments[0]).isEmpty()) {
      System.err.println("usage: ServerMain KIND LOOPS");
      System.exit(2);
    }
    try (EchoServer server = EchoKind.of(arguments[0]).orElseThrow().create()) {
      System.out.println("listening " + server.start(Integer.parseInt(arguments[1])));
      System.out.flush();
      awaitEndOfInput();
    }
  }

  private static void awaitEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
