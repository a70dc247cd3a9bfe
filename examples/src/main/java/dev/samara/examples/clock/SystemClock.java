package dev.samara.examples.clock;

import io.vertx.core.Future;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * The machine's clock.
 *
 * @param node the node it runs on
 */
public record SystemClock(String node) implements Clock {

  @Override
  public Future<Time> now(Place place) {
    var now = ZonedDateTime.now(ZoneId.of(place.zone())).truncatedTo(ChronoUnit.MILLIS);
    var text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now);
    return Future.succeededFuture(new Time(place.zone(), text, node));
  }

  @Override
  public Future<Time> utc() {
    return now(new Place("UTC"));
  }
}
