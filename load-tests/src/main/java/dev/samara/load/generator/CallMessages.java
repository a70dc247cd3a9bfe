package dev.samara.load.generator;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The messages of a run, and the check of their answers. Immutable, for all event loops. */
abstract sealed class CallMessages {
  static final byte[] NONE = {};

  /** Makes them; reads the file, if there is one. */
  static CallMessages of(CallContent content) throws IOException {
    return switch (content) {
      case CallContent.MadeUp(int bytes) -> new Echoed(Numbered.message(bytes, 0));
      case CallContent.OfFile(Path path) -> new Echoed(numbered(path));
      case CallContent.Json json -> new Templates(json);
    };
  }

  private static byte[] numbered(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length > Payload.MAX_BYTES - Long.BYTES) {
      throw new IOException(
          "%s has %,d bytes, but must have at most %,d"
              .formatted(file, content.length, Payload.MAX_BYTES - Long.BYTES));
    }
    byte[] message = new byte[Long.BYTES + content.length];
    System.arraycopy(content, 0, message, Long.BYTES, content.length);
    return message;
  }

  /** About how many bytes each request holds. */
  abstract int bytes();

  /**
   * A request.
   *
   * @param before one that nobody needs any more, {@link #NONE} if there is none
   * @param number of the request
   * @return that one with another number, or a new one
   */
  abstract byte[] request(byte[] before, long number);

  /** Whether this is the answer to a request of that number. */
  abstract boolean isAnswer(byte[] request, long number, byte[] answer);

  /** What is said of an answer that is not right. */
  abstract String wrong(long number);

  /** The answer is the request. */
  private static final class Echoed extends CallMessages {
    private final byte[] blank;

    Echoed(byte[] blank) {
      this.blank = blank;
    }

    @Override
    int bytes() {
      return blank.length;
    }

    @Override
    byte[] request(byte[] before, long number) {
      byte[] message = before.length == 0 ? blank.clone() : before;
      Numbered.put(message, number);
      return message;
    }

    @Override
    boolean isAnswer(byte[] request, long number, byte[] answer) {
      return Arrays.equals(request, answer);
    }

    @Override
    String wrong(long number) {
      return "the answer to call %d is not what was sent".formatted(number);
    }
  }

  /** Texts with a place for the number. */
  private static final class Templates extends CallMessages {
    private static final String NUMBER = "{n}";

    private final CallContent.Json content;

    Templates(CallContent.Json content) {
      this.content = content;
    }

    @Override
    int bytes() {
      return content.arguments().length();
    }

    @Override
    byte[] request(byte[] before, long number) {
      return numbered(content.arguments(), number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    boolean isAnswer(byte[] request, long number, byte[] answer) {
      return content.answer().isEmpty()
          || isSame(
              numbered(content.answer().get(), number), new String(answer, StandardCharsets.UTF_8));
    }

    @Override
    String wrong(long number) {
      return "the result of call %d is not the one that was expected".formatted(number);
    }

    private static String numbered(String template, long number) {
      return template.replace(NUMBER, Long.toString(number));
    }

    /** White space and the order of members do not matter. */
    private static boolean isSame(String expected, String answer) {
      try {
        return expected.equals(answer)
            || Json.decodeValue(expected).equals(Json.decodeValue(answer));
      } catch (DecodeException noJson) {
        return false;
      }
    }
  }
}
