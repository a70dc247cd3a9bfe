package dev.samara.examples.clock;

import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Tells the time. {@code samara call clock now '{"zone":"Europe/Paris"}'} */
public interface Clock {

  /**
   * Where to tell the time.
   *
   * @param zone a zone of the time zone database; UTC if it is missing
   */
  record Place(String zone) {

    /**
     * Checks the zone.
     *
     * @throws IllegalArgumentException if there is no such zone
     */
    public Place {
      zone = zone == null ? "UTC" : zone;
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("zone: '%s' is not known".formatted(zone), e);
      }
    }
  }

  /**
   * The time somewhere.
   *
   * @param zone the zone
   * @param time as in {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME}
   * @param node the node that answered
   */
  record Time(String zone, String time, String node) {}

  /**
   * Tells the time.
   *
   * @param place where
   * @return the time there
   */
  Future<Time> now(Place place);

  /**
   * Tells the time in UTC.
   *
   * @return the time there
   */
  Future<Time> utc();
}
