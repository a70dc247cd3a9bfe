package dev.samara.load.rpc;

import dev.samara.load.generator.CallContent;
import dev.samara.load.generator.CallPlan;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A plan as words of a line: {@code CONNECTIONS DEPTH RATE WARM-UP-MS WINDOW-MS PATIENCE-MS KIND
 * TEXT TEXT}, with {@code -} for what there is not, and each text as a URL has it.
 */
public final class PlanWords {
  private static final String NONE = "-";
  private static final String MADE_UP = "bytes";
  private static final String FILE = "file";
  private static final String JSON = "json";
  private static final int WORDS = 9;

  private PlanWords() {}

  /**
   * Writes a plan.
   *
   * @param plan what to do
   * @return words of a line
   */
  public static String of(CallPlan plan) {
    return "%d %d %s %d %d %d %s"
        .formatted(
            plan.connections(),
            plan.depth(),
            plan.rate().map(String::valueOf).orElse(NONE),
            plan.warmUp().toMillis(),
            plan.window().toMillis(),
            plan.answerTimeout().toMillis(),
            switch (plan.content()) {
              case CallContent.MadeUp(int bytes) -> words(MADE_UP, "" + bytes, Optional.empty());
              case CallContent.OfFile(Path path) ->
                  words(FILE, path.toAbsolutePath().toString(), Optional.empty());
              case CallContent.Json(String arguments, Optional<String> answer) ->
                  words(JSON, arguments, answer);
            });
  }

  private static String words(String kind, String first, Optional<String> second) {
    return "%s =%s %s"
        .formatted(kind, encoded(first), second.map(text -> "=" + encoded(text)).orElse(NONE));
  }

  /**
   * Reads a plan.
   *
   * @param line as {@link #of} gives it
   * @return the plan
   * @throws IllegalArgumentException if it is something else, or a value is out of its range
   */
  public static CallPlan parse(String line) {
    String[] words = line.split(" ");
    if (words.length != WORDS) {
      throw new IllegalArgumentException("no plan: " + line);
    }
    return new CallPlan(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        content(words[6], decoded(words[7]), words[8]),
        words[2].equals(NONE) ? Optional.empty() : Optional.of(Double.valueOf(words[2])),
        Duration.ofMillis(Long.parseLong(words[3])),
        Duration.ofMillis(Long.parseLong(words[4])),
        Duration.ofMillis(Long.parseLong(words[5])));
  }

  private static CallContent content(String kind, String first, String second) {
    return switch (kind) {
      case MADE_UP -> new CallContent.MadeUp(Integer.parseInt(first));
      case FILE -> new CallContent.OfFile(Path.of(first));
      case JSON ->
          new CallContent.Json(
              first, second.equals(NONE) ? Optional.empty() : Optional.of(decoded(second)));
      default -> throw new IllegalArgumentException("no content: " + kind);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
  }
}
