package dev.samara.load.web;

import java.nio.file.Path;

/**
 * An HTTP server that is measured. {@code GET /health/live} gives {@link #HELLO}; if it can, {@code
 * GET /files/NAME} a file as it is and {@code GET /memory/BYTES} so many bytes that it has in
 * memory; {@code GET /styles/NAME} answers in an {@link AnswerStyle}.
 */
interface WebServer extends AutoCloseable {
  /** The body of the smallest answer. */
  String HELLO = "{\"status\":\"up\"}";

  String HELLO_TYPE = "application/json";
  String HELLO_PATH = "/health/live";
  String MEMORY_PATH = "/memory/";
  String FILES_PATH = "/files/";

  /**
   * Listens on a free port of loopback; blocks.
   *
   * @param loops event loops for connections, 1 or more
   * @param files the folder of the files
   * @return the port
   * @throws Exception if it cannot listen
   */
  int start(int loops, Path files) throws Exception;

  /** Stops listening, and ends all threads of the server. */
  @Override
  void close();
}
