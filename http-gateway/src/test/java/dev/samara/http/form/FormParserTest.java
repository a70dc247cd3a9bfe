package dev.samara.http.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormParserTest {
  private static final FormLimits LIMITS = new FormLimits(2, 3, 20, 200);
  private static final String TYPE = "multipart/form-data; boundary=x-y";
  private static final String FILE =
      "Content-Disposition: form-data; name=\"f\"; filename=\"a b.txt\"\r\nContent-Type: a/b\r\n\r\n";
  private static final String FIELD = "Content-Disposition: form-data; name=g\r\n\r\n";

  private static FormParser parser() {
    return FormParser.of(TYPE, LIMITS).orElseThrow();
  }

  private static void feed(FormParser parser, String text) {
    parser.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Events as text, with the data of a file in one. */
  private static List<String> drain(FormParser parser, List<String> into) throws FormException {
    for (var event = parser.next(); event.isPresent(); event = parser.next()) {
      switch (event.get()) {
        case FormEvent.FileBegin begin ->
            into.add("file " + begin.name() + " " + begin.fileName() + ": ");
        case FormEvent.FileData data ->
            into.add(into.removeLast() + StandardCharsets.ISO_8859_1.decode(data.bytes()));
        case FormEvent.FileEnd _ -> into.add(into.removeLast() + ".");
        case FormEvent.Field field -> into.add(field.name() + "=" + field.value());
        case FormEvent.End _ -> into.add("end");
      }
    }
    return into;
  }

  @Test
  void everyWayToCutAFormTellsTheSame() throws Exception {
    String body = "--x\r\n--x-\r\n\r\r\n--x-z--";
    String form =
        "preamble\r\n--x-y\r\n"
            + FILE
            + body
            + "\r\n--x-y \t\r\n"
            + FIELD
            + "v\u00c3\u00a4\r\n--x-y\r\n"
            + FILE
            + "\r\n--x-y--epilogue";
    var expected =
        List.of("file f a b.txt: " + body + ".", "g=v\u00e4", "file f a b.txt: .", "end");
    for (int cut = 0; cut <= form.length(); cut++) {
      FormParser parser = parser();
      feed(parser, form.substring(0, cut));
      var events = drain(parser, new ArrayList<>());
      feed(parser, form.substring(cut));
      assertEquals(expected, drain(parser, events), "cut at " + cut);
      assertTrue(parser.isDone());
    }
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      FormParser parser = parser();
      var events = new ArrayList<String>();
      for (int at = 0; at < form.length(); ) {
        int end = Math.min(form.length(), at + 1 + random.nextInt(9));
        feed(parser, form.substring(at, end));
        drain(parser, events);
        at = end;
      }
      assertEquals(expected, events, "seed " + seed);
    }
  }

  @Test
  void aFormThatBreaksOffIsNotDone() throws Exception {
    String form = "--x-y\r\n" + FILE + "text\r\n--x-y--";
    for (int end = 0; end < form.length(); end++) {
      FormParser parser = parser();
      feed(parser, form.substring(0, end));
      drain(parser, new ArrayList<>());
      assertFalse(parser.isDone(), "after " + end);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--x-yz\r\n\r\n",
        "--x-y\r\n\r\nno head\r\n--x-y--",
        "--x-y\r\nno colon\r\n\r\n",
        "--x-y\r\nContent-Type: a/b\r\n\r\n",
        "--x-y\r\nContent-Disposition: attachment; name=f\r\n\r\n",
        "--x-y\r\nContent-Disposition: form-data\r\n\r\n",
        "--x-y\r\nContent-Disposition: form-data; name=\"f\r\n\r\n",
        "--x-y\r\nContent-Disposition: form-data; name=f\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
      })
  void whatIsNoFormIsRefused(String form) {
    FormParser parser = parser();
    feed(parser, form);
    var e = assertThrows(FormException.class, () -> drain(parser, new ArrayList<>()));
    assertFalse(e.tooLarge(), e.getMessage());
  }

  @Test
  void everyLimitHoldsForWholeAndForBrokenForms() throws Exception {
    String value = "v".repeat(20);
    String field = "--x-y\r\n" + FIELD + value + "\r\n";
    assertLimit("", field, "--x-y\r\n" + FIELD + value + "v\r\n--x-y--");
    assertLimit("", field, "--x-y\r\n" + FIELD + "v".repeat(100));
    assertLimit(field.repeat(2), field, field + "--x-y\r\n" + FIELD);
    String file = "--x-y\r\n" + FILE + "text\r\n";
    assertLimit(file, file, file + "--x-y\r\n" + FILE);
    String head = "--x-y\r\nContent-Disposition: form-data; name=f\r\nX: ";
    assertLimit("", head + "x".repeat(100) + "\r\n\r\n\r\n", head + "x".repeat(400));
    FormParser parser = parser();
    feed(parser, "p".repeat(300));
    assertThrows(FormException.class, parser::next);
  }

  /** That much is taken, and then one thing more is too much. */
  private static void assertLimit(String before, String taken, String tooMuch) throws Exception {
    FormParser fits = parser();
    feed(fits, before + taken);
    drain(fits, new ArrayList<>());
    FormParser exceeds = parser();
    feed(exceeds, before + tooMuch);
    var e = assertThrows(FormException.class, () -> drain(exceeds, new ArrayList<>()));
    assertTrue(e.tooLarge(), e.getMessage());
  }

  @Test
  void onlyFormsWithABoundaryAreForms() {
    for (String type :
        List.of(
            TYPE,
            "Multipart/Form-Data;boundary=\"a b?\"",
            "multipart/form-data; charset=utf-8; boundary=x; more=y")) {
      assertTrue(FormParser.of(type, LIMITS).isPresent(), type);
    }
    for (String type :
        List.of(
            "",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=" + "x".repeat(71),
            "multipart/mixed; boundary=x")) {
      assertEquals(Optional.empty(), FormParser.of(type, LIMITS), type);
    }
  }
}
