package dev.samara.examples.cookbook.nmea;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something is.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
public record Position(double latitude, double longitude) {

  /** Time, latitude in degrees and minutes, longitude likewise, and then a fix that is not 0. */
  private static final Pattern FIX =
      Pattern.compile(
          "..GGA,[\\d.]*,(\\d\\d)(\\d\\d\\.\\d+),([NS]),(\\d{3})(\\d\\d\\.\\d+),([EW]),[1-8],.*");

  /**
   * Reads a GGA sentence.
   *
   * @param sentence its fields
   * @return the position, or empty if it is another sentence, or without a fix
   */
  public static Optional<Position> of(Buffer sentence) {
    var fields = FIX.matcher(sentence.toString());
    if (!fields.matches()) {
      return Optional.empty();
    }
    var latitude = degrees(fields.group(1), fields.group(2));
    var longitude = degrees(fields.group(4), fields.group(5));
    return Optional.of(
        new Position(
            fields.group(3).equals("S") ? -latitude : latitude,
            fields.group(6).equals("W") ? -longitude : longitude));
  }

  private static double degrees(String degrees, String minutes) {
    return Integer.parseInt(degrees) + Double.parseDouble(minutes) / 60;
  }
}
