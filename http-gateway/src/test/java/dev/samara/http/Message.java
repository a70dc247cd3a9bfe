package dev.samara.http;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A line of messages.txt. */
record Message(String name, int status, boolean kept, byte[] bytes) {

  static List<Message> all() {
    try (var in = Message.class.getResourceAsStream("messages.txt");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(l -> !l.isEmpty() && !l.startsWith("#"))
          .map(Message::parse)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Message> stream() {
    return all().stream();
  }

  @Override
  public String toString() {
    return name;
  }

  private static Message parse(String line) {
    String[] parts = line.split(" \\| ", 3);
    String[] outcome = parts[1].split(" ");
    return new Message(
        parts[0], Integer.parseInt(outcome[0]), outcome[1].equals("kept"), bytes(repeat(parts[2])));
  }

  /** {text*N}, without braces in the text. */
  private static String repeat(String text) {
    var out = new StringBuilder();
    int at = 0;
    var repeated = java.util.regex.Pattern.compile("\\{([^{}]*)\\*(\\d+)\\}").matcher(text);
    while (repeated.find()) {
      out.append(text, at, repeated.start());
      out.repeat(repeated.group(1), Integer.parseInt(repeated.group(2)));
      at = repeated.end();
    }
    return out.append(text, at, text.length()).toString();
  }

  private static byte[] bytes(String escaped) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        out.write(c);
        continue;
      }
      i++;
      switch (escaped.charAt(i)) {
        case 'r' -> out.write('\r');
        case 'n' -> out.write('\n');
        case 't' -> out.write('\t');
        case '0' -> out.write(0);
        case '\\' -> out.write('\\');
        case 'x' -> {
          out.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException(escaped);
      }
    }
    return out.toByteArray();
  }
}
