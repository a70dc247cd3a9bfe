package dev.samara.examples.uploader;

import dev.samara.http.body.BodyEvent;

/**
 * What a body was made of.
 *
 * @param chunks how many chunks were sent; a body with a length is one
 * @param promisedBytes what the sizes of the chunks add up to
 * @param receivedBytes how many bytes came
 */
public record Totals(long chunks, long promisedBytes, long receivedBytes) {

  /**
   * Reads a body to its end, piece by piece, and keeps none of it.
   *
   * @param body the pieces, each as soon as it is there
   * @return the totals
   * @throws IllegalStateException if the bytes are not as many as the chunks promised
   */
  public static Totals of(Iterable<BodyEvent> body) {
    long chunks = 0;
    long promised = 0;
    long received = 0;
    for (var event : body) {
      if (event instanceof BodyEvent.ChunkStart start) {
        promised += start.sizeBytes();
        chunks++;
      }
      received += event.bytes().length();
    }
    var totals = new Totals(chunks, promised, received);
    if (promised != received) {
      throw new IllegalStateException("the chunks do not add up: " + totals);
    }
    return totals;
  }
}
