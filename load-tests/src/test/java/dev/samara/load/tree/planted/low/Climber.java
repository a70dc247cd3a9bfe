package dev.samara.load.tree.planted.low;

import dev.samara.load.tree.planted.high.Upper;
import io.vertx.core.Vertx;

/** Breaks each rule of {@code ImportDirectionsTest}: it is there to be found. */
public final class Climber {
  public Upper upper(Vertx vertx) {
    vertx.close();
    return new Upper();
  }
}
