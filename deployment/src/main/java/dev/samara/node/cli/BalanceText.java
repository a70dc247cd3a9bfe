package dev.samara.node.cli;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A balance as lines for a person. */
final class BalanceText {

  private static final List<String> TERMS =
      List.of("flushed", "incomplete", "returned", "rejected", "expired", "inFlight");

  private BalanceText() {}

  static List<String> lines(JsonObject balance) {
    var rows = new ArrayList<List<String>>();
    for (var listener : balance.getJsonObject("listeners")) {
      addRows(rows, listener.getKey(), (JsonObject) listener.getValue());
    }
    addRows(rows, "total", balance.getJsonObject("total"));
    var lines = new ArrayList<>(new Table(rows).lines());
    lines.add("calls " + calls(balance.getJsonObject("calls")));
    if (balance.containsKey("uploads")) {
      lines.add("uploads " + uploads(balance.getJsonObject("uploads")));
    }
    lines.add(balance.getBoolean("addsUp") ? "the balance adds up" : "THE BALANCE DOES NOT ADD UP");
    return lines;
  }

  private static void addRows(List<List<String>> rows, String name, JsonObject sides) {
    for (var side : List.of("in", "out")) {
      var counts = sides.getJsonObject(side);
      rows.add(
          List.of(
              name, side, "accepted " + counts.getLong("accepted") + " = " + sum(counts, TERMS)));
    }
  }

  private static String calls(JsonObject calls) {
    var failed = calls.getJsonObject("failed");
    var kinds = failed.stream().map(kind -> " + " + kind.getKey() + " " + kind.getValue());
    return "started %d = answered %d%s + in flight %d"
        .formatted(
            calls.getLong("started"),
            calls.getLong("answered"),
            kinds.collect(Collectors.joining()),
            calls.getLong("inFlight"));
  }

  private static String uploads(JsonObject uploads) {
    var terms = List.of("stored", "failed", "aborted", "parked", "inFlight");
    return "accepted " + uploads.getLong("accepted") + " = " + sum(uploads, terms);
  }

  private static String sum(JsonObject counts, List<String> terms) {
    return terms.stream()
        .map(term -> (term.equals("inFlight") ? "in flight" : term) + " " + counts.getLong(term))
        .collect(Collectors.joining(" + "));
  }
}
