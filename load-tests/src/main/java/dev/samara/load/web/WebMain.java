package dev.samara.load.web;

import java.nio.file.Path;

/**
 * The main class of a server process: {@code WebMain KIND LOOPS FOLDER}. Prints one line {@code
 * listening PORT} and ends when its standard input does, so that it never outlives the bench.
 */
public final class WebMain {
  private WebMain() {}

  /**
   * Runs one server until the end of standard input.
   *
   * @param arguments the name of the kind, the number of event loops, the folder of the files;
   *     anything else ends the process with code 2
   * @throws Exception if the server can't start
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3 || WebKind.of(arguments[0]).isEmpty()) {
      System.err.println("usage: WebMain KIND LOOPS FOLDER");
      System.exit(2);
    }
    try (WebServer server = WebKind.of(arguments[0]).orElseThrow().create()) {
      int port = server.start(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
      System.out.println("listening " + port);
      System.out.flush();
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
