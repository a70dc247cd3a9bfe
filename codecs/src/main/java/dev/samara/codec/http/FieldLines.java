package dev.samara.codec.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Field lines (RFC 9112, section 5) of a head or of trailers, each checked when it is complete. A
 * client says the same with each request of a connection: a line with the very bytes of the one at
 * its place in the head before needs no second look, and equal heads have the same list.
 */
final class FieldLines {
  private static final int LINE_END_BYTES = 2;

  /** What is remembered of a connection stays small. */
  private static final int MAX_SEEN = 24;

  private final int maxBytes;
  private final int maxFields;
  private final String what;

  /** The lines of the head before, as many as are remembered, at the places of their fields. */
  private final List<SeenLine<HttpField>> seen = new ArrayList<>();

  private List<HttpField> before = List.of();

  /** Of this head; as long as it is like the one before, only counted. */
  private Optional<List<HttpField>> differing = Optional.empty();

  private int count;
  private int bytes;

  /**
   * With limits.
   *
   * @param what how they are called in the reasons of faults
   */
  FieldLines(int maxBytes, int maxFields, String what) {
    this.maxBytes = maxBytes;
    this.maxFields = maxFields;
    this.what = what;
  }

  /** How long the next line may be: the empty one at the end always may come. */
  int leftBytes() {
    return Math.max(0, maxBytes - bytes - LINE_END_BYTES);
  }

  String tooLong() {
    return "%s are at most %d bytes here".formatted(what, maxBytes);
  }

  void add(Line line) throws FaultException {
    bytes += line.length + LINE_END_BYTES;
    if (count == maxFields) {
      throw new FaultException(431, "%s are at most %d here".formatted(what, maxFields));
    }
    int at = count++;
    boolean known = at < seen.size() && seen.get(at).is(line);
    if (known && differing.isEmpty()) {
      return;
    }
    HttpField field = known ? seen.get(at).meaning() : parse(line);
    if (differing.isEmpty()) {
      differing = Optional.of(new ArrayList<>(before.subList(0, at)));
    }
    differing.get().add(field);
    if (!known && at < MAX_SEEN) {
      var now = SeenLine.of(line, field);
      if (at < seen.size()) {
        seen.set(at, now);
      } else {
        seen.add(now);
      }
    }
  }

  /**
   * What came so far; forgets it.
   *
   * @return not to be changed; the same list as before if it was the same
   */
  List<HttpField> take() {
    if (differing.isPresent() || count != before.size()) {
      before = differing.orElseGet(() -> List.copyOf(before.subList(0, count)));
    }
    if (seen.size() > count) {
      seen.subList(count, seen.size()).clear();
    }
    differing = Optional.empty();
    count = 0;
    bytes = 0;
    return before;
  }

  private static HttpField parse(Line line) throws FaultException {
    if (Characters.isBlank(line.at(0))) {
      throw FaultException.bad("a line begins with white space");
    }
    int nameEnd = 0;
    while (nameEnd < line.length && Characters.is(Characters.TOKEN, line.at(nameEnd))) {
      nameEnd++;
    }
    if (nameEnd == 0 || nameEnd == line.length || line.at(nameEnd) != ':') {
      throw FaultException.bad("a field line does not begin with a name and a colon");
    }
    int from = nameEnd + 1;
    int to = line.length;
    while (from < to && Characters.isBlank(line.at(from))) {
      from++;
    }
    while (to > from && Characters.isBlank(line.at(to - 1))) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if (!Characters.is(Characters.VALUE, line.at(i))) {
        throw FaultException.bad("the value of a field has a control character");
      }
    }
    return new HttpField(line.text(0, nameEnd), line.text(from, to));
  }
}
