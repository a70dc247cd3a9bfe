package dev.samara.http;

/**
 * The targets that were asked for last, so that those that are asked for often are taken apart
 * once. One for each event loop, used on it alone; holds at most half a mebibyte.
 */
final class KnownTargets {
  private static final int PLACES = 256;
  private static final int MAX_CHARS = 512;
  private static final int MAX_SEGMENTS = 16;

  private record Known(String uri, RequestTarget target) {}

  /** By the hash of the text; of two for the same place the later one has it. */
  private final Known[] places = new Known[PLACES];

  RequestTarget find(String uri) throws ProblemException {
    int place = uri.hashCode() & PLACES - 1;
    Known known = places[place];
    if (known != null && known.uri().equals(uri)) {
      return known.target();
    }
    RequestTarget target = RequestTarget.parse(uri);
    if (uri.length() <= MAX_CHARS && target.segments().size() <= MAX_SEGMENTS) {
      places[place] = new Known(uri, target);
    }
    return target;
  }
}
