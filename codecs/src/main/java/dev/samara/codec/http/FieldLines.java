package dev.samara.codec.http;

import java.util.ArrayList;
import java.util.List;

/** Field lines (RFC 9112, section 5) of a head or of trailers, each checked when it is complete. */
final class FieldLines {
  private static final int LINE_END_BYTES = 2;

  private final int maxBytes;
  private final int maxFields;
  private final String what;
  private List<HttpField> fields = new ArrayList<>();
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
    if (fields.size() == maxFields) {
      throw new FaultException(431, "%s are at most %d here".formatted(what, maxFields));
    }
    fields.add(parse(line));
  }

  /** What came so far; forgets it. */
  List<HttpField> take() {
    var taken = fields;
    fields = new ArrayList<>();
    bytes = 0;
    return taken;
  }

  private static HttpField parse(Line line) throws FaultException {
    if (Characters.isBlank(line.bytes[0])) {
      throw FaultException.bad("a line begins with white space");
    }
    int nameEnd = 0;
    while (nameEnd < line.length && Characters.is(Characters.TOKEN, line.bytes[nameEnd])) {
      nameEnd++;
    }
    if (nameEnd == 0 || nameEnd == line.length || line.bytes[nameEnd] != ':') {
      throw FaultException.bad("a field line does not begin with a name and a colon");
    }
    int from = nameEnd + 1;
    int to = line.length;
    while (from < to && Characters.isBlank(line.bytes[from])) {
      from++;
    }
    while (to > from && Characters.isBlank(line.bytes[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if (!Characters.is(Characters.VALUE, line.bytes[i])) {
        throw FaultException.bad("the value of a field has a control character");
      }
    }
    return new HttpField(line.text(0, nameEnd), line.text(from, to));
  }
}
