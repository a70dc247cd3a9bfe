package dev.samara.node.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of text in aligned columns.
 *
 * @param rows the cells; the last one of a row is not padded
 */
record Table(List<List<String>> rows) {

  /** A table of objects, whose keys become the first row. */
  static Table of(JsonArray objects) {
    var all = new LinkedHashSet<String>();
    for (var i = 0; i < objects.size(); i++) {
      all.addAll(objects.getJsonObject(i).fieldNames());
    }
    var keys = List.copyOf(all);
    var rows = new ArrayList<List<String>>();
    rows.add(keys);
    for (var i = 0; i < objects.size(); i++) {
      rows.add(cells(objects.getJsonObject(i), keys));
    }
    return new Table(rows);
  }

  private static List<String> cells(JsonObject object, List<String> keys) {
    return keys.stream()
        .map(key -> object.containsKey(key) ? cell(object.getValue(key)) : "-")
        .toList();
  }

  static String cell(Object value) {
    var text =
        switch (value) {
          case JsonArray array ->
              array.stream().map(String::valueOf).collect(Collectors.joining(", "));
          case JsonObject object ->
              object.stream()
                  .map(entry -> entry.getKey() + " " + entry.getValue())
                  .collect(Collectors.joining(", "));
          case null, default -> String.valueOf(value);
        };
    return text.isEmpty() ? "-" : text;
  }

  void print(PrintStream out) {
    lines().forEach(out::println);
  }

  List<String> lines() {
    var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (var row : rows) {
      for (var i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var cells = new String[row.size()];
    Arrays.setAll(
        cells,
        i ->
            i == row.size() - 1
                ? row.get(i)
                : ("%-" + Math.max(1, widths[i]) + "s").formatted(row.get(i)));
    return String.join("  ", cells);
  }
}
