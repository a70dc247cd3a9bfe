package dev.samara.load.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The ways in which applications give their answers: what they do to a server differs more than
 * what they say. The same code answers in the gateway and in raw Vert.x.
 */
enum AnswerStyle {
  /** One small body, known as a whole. */
  SMALL("small", 128, 1),
  /** A body of many small pieces, its length unknown: each piece is a chunk. */
  YIELDS("yields", 64, 1_000),
  /** One huge body, known as a whole. */
  HUGE("huge", 8 << 20, 1);

  static final String PATH = "/styles/";

  private final String name;
  private final Buffer piece;
  private final int pieces;

  AnswerStyle(String name, int pieceBytes, int pieces) {
    this.name = name;
    this.piece = Buffer.buffer(new byte[pieceBytes]);
    this.pieces = pieces;
  }

  /** Answers as the last segment of the path says. On the request's event loop. */
  static void answer(HttpServerRequest request) {
    String asked = request.path().substring(PATH.length());
    for (AnswerStyle style : values()) {
      if (style.name.equals(asked)) {
        style.answer(request.response());
        return;
      }
    }
    request.response().setStatusCode(404).end();
  }

  private void answer(HttpServerResponse response) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    if (pieces == 1) {
      response.end(piece);
    } else {
      response.setChunked(true);
      yieldFrom(response, 0);
    }
  }

  /** As fast as the client reads. */
  private void yieldFrom(HttpServerResponse response, int first) {
    for (int i = first; i < pieces; i++) {
      if (response.writeQueueFull()) {
        int next = i;
        response.drainHandler(drained -> yieldFrom(response, next));
        return;
      }
      response.write(piece);
    }
    response.drainHandler(null);
    response.end();
  }
}
