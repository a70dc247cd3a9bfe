package dev.samara.http.form;

import dev.samara.http.field.Disposition;
import dev.samara.http.field.FieldException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a form as its bytes come: {@link #feed} takes them, {@link #next} tells what they are, and
 * the caller may stop in between for as long as it likes. One thread at a time.
 *
 * <pre>
 *   PREAMBLE --delimiter--> DELIMITED --line end--> HEAD --empty line--> FILE or FIELD
 *                               |    ^                                        |
 *                               |    +----------------delimiter---------------+
 *                               +--two dashes--> DONE
 * </pre>
 */
public final class FormParser {
  private enum State {
    PREAMBLE,
    DELIMITED,
    HEAD,
    FILE,
    FIELD,
    DONE
  }

  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)multipart/form-data\\s*;(?:.*;)?\\s*boundary="
              + "(?:\"([0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-])\""
              + "|([0-9A-Za-z'+_.-]{1,70}))\\s*(?:;.*)?");

  private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

  private final FormLimits limits;
  private final byte[] delimiter;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private State state = State.PREAMBLE;
  private FormEvent.Head head = new FormEvent.Head("", Optional.empty());
  private int files;
  private int fields;
  private int preambleBytes;

  /** From the position on, what was not told yet. The first delimiter may open the body. */
  private byte[] bytes = {'\r', '\n'};

  private int position;

  private FormParser(String boundary, FormLimits limits) {
    this.limits = limits;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Makes a parser for a request.
   *
   * @param contentType of the request
   * @param limits of the form
   * @return the parser, or nothing when the request is no form of this kind
   */
  public static Optional<FormParser> of(String contentType, FormLimits limits) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String quoted = matcher.group(1);
    return Optional.of(new FormParser(quoted == null ? matcher.group(2) : quoted, limits));
  }

  /**
   * Takes bytes. What was told is forgotten, what was not is kept.
   *
   * @param more bytes, which are copied
   */
  public void feed(ByteBuffer more) {
    int left = bytes.length - position;
    byte[] both = new byte[left + more.remaining()];
    System.arraycopy(bytes, position, both, 0, left);
    more.get(both, left, more.remaining());
    bytes = both;
    position = 0;
  }

  /**
   * Tells what comes next.
   *
   * @return an event, or nothing when more bytes are needed, or the form is done
   * @throws FormException when it is no form, or beyond its limits; nothing can be told any more
   */
  public Optional<FormEvent> next() throws FormException {
    while (true) {
      State before = state;
      int at = position;
      Optional<FormEvent> event =
          switch (state) {
            case PREAMBLE -> skipPreamble();
            case DELIMITED -> readDelimiterEnd();
            case HEAD -> readHead();
            case FILE -> readFile();
            case FIELD -> readField();
            case DONE -> Optional.empty();
          };
      if (event.isPresent() || (state == before && position == at)) {
        return event;
      }
    }
  }

  /**
   * Whether the form came to its end.
   *
   * @return false as long as a body that ends here is broken off
   */
  public boolean isDone() {
    return state == State.DONE;
  }

  private Optional<FormEvent> skipPreamble() throws FormException {
    int found = find(delimiter);
    int skipped = (found < 0 ? safeEnd() : found) - position;
    preambleBytes += skipped;
    position += skipped;
    if (preambleBytes > limits.maxHeadBytes()) {
      throw malformed("the form does not begin with its boundary");
    }
    if (found >= 0) {
      position += delimiter.length;
      move(State.DELIMITED);
    }
    return Optional.empty();
  }

  /** After a boundary: two dashes, or padding and the end of the line. */
  private Optional<FormEvent> readDelimiterEnd() throws FormException {
    int at = position;
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    if (at - position > limits.maxHeadBytes()) {
      throw malformed("a boundary has too much behind it");
    }
    if (bytes.length - at < 2) {
      return Optional.empty();
    }
    if (at == position && bytes[at] == '-' && bytes[at + 1] == '-') {
      move(State.DONE);
      return Optional.of(new FormEvent.End());
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw malformed("a boundary is not followed by the end of its line");
    }
    // The end of the line is left: a head without fields is the empty line right behind it.
    position = at;
    move(State.HEAD);
    return Optional.empty();
  }

  private Optional<FormEvent> readHead() throws FormException {
    int end = find(EMPTY_LINE);
    if ((end < 0 ? bytes.length : end) - position > limits.maxHeadBytes()) {
      throw new FormException(true, "the head of a part of the form is too long");
    }
    if (end < 0) {
      return Optional.empty();
    }
    head = PartHead.parse(new String(bytes, position, end - position, StandardCharsets.UTF_8));
    position = end + EMPTY_LINE.length;
    if (head.fileName().isPresent()) {
      count(++files, limits.maxFiles(), "files");
      move(State.FILE);
      return Optional.of(new FormEvent.FileBegin(head.name(), head.fileName().get()));
    }
    count(++fields, limits.maxFields(), "fields");
    field.reset();
    move(State.FIELD);
    return Optional.empty();
  }

  private Optional<FormEvent> readFile() {
    int found = find(delimiter);
    int end = found < 0 ? safeEnd() : found;
    if (end > position) {
      ByteBuffer data = ByteBuffer.wrap(bytes, position, end - position).slice();
      position = end;
      return Optional.of(new FormEvent.FileData(data));
    }
    if (found < 0) {
      return Optional.empty();
    }
    position += delimiter.length;
    move(State.DELIMITED);
    return Optional.of(new FormEvent.FileEnd());
  }

  private Optional<FormEvent> readField() throws FormException {
    int found = find(delimiter);
    int end = found < 0 ? safeEnd() : found;
    if (field.size() + end - position > limits.maxFieldBytes()) {
      throw new FormException(true, "a field of the form is too long");
    }
    field.write(bytes, position, end - position);
    position = end;
    if (found < 0) {
      return Optional.empty();
    }
    position += delimiter.length;
    move(State.DELIMITED);
    return Optional.of(new FormEvent.Field(head.name(), field.toString(StandardCharsets.UTF_8)));
  }

  private static void count(int have, int most, String what) throws FormException {
    if (have > most) {
      throw new FormException(true, "a form has at most " + most + " " + what + " here");
    }
  }

  /** Up to here no delimiter can begin that is not whole yet. */
  private int safeEnd() {
    return Math.max(position, bytes.length - delimiter.length + 1);
  }

  private int find(byte[] mark) {
    for (int i = position; i <= bytes.length - mark.length; i++) {
      if (bytes[i] == mark[0] && matches(mark, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] mark, int at) {
    for (int i = 1; i < mark.length; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** The only place where the state changes. */
  private void move(State to) {
    boolean legal =
        switch (state) {
          case PREAMBLE, FILE, FIELD -> to == State.DELIMITED;
          case DELIMITED -> to == State.HEAD || to == State.DONE;
          case HEAD -> to == State.FILE || to == State.FIELD;
          case DONE -> false;
        };
    if (!legal) {
      throw new IllegalStateException("a form cannot go from " + state + " to " + to);
    }
    state = to;
  }

  static FormException malformed(String message) {
    return new FormException(false, message);
  }

  /** The fields at the head of a part. */
  private static final class PartHead {
    private static FormEvent.Head parse(String text) throws FormException {
      Optional<FormEvent.Head> found = Optional.empty();
      for (String line : text.strip().split("\r\n")) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw malformed("a part of the form has a head that cannot be read");
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "content-disposition" -> found = Optional.of(disposition(value));
          case "content-transfer-encoding" -> checkEncoding(value);
          default -> {
            // The type of a part and the like: told by the client, and not to be relied on.
          }
        }
      }
      return found.orElseThrow(() -> malformed("a part of the form has no name"));
    }

    private static FormEvent.Head disposition(String value) throws FormException {
      try {
        Disposition disposition = Disposition.parse(value);
        String name = disposition.parameters().get("name");
        if (!disposition.type().equals("form-data") || name == null) {
          throw malformed("a part of the form has no name");
        }
        return new FormEvent.Head(name, disposition.fileName());
      } catch (FieldException e) {
        throw malformed(e.getMessage());
      }
    }

    private static void checkEncoding(String value) throws FormException {
      if (!value.toLowerCase(Locale.ROOT).matches("binary|8bit|7bit")) {
        throw malformed("a part of the form is encoded; send it as it is");
      }
    }
  }
}
