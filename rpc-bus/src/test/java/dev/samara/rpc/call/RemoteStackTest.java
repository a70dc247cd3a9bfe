package dev.samara.rpc.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A printed stack trace becomes a throwable again, and no text makes that fail. */
class RemoteStackTest {

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void causesAndFramesAreThoseOfTheOtherSide() {
    IllegalStateException thrown =
        new IllegalStateException("outer", new IllegalArgumentException("inner"));
    thrown.addSuppressed(new RuntimeException("beside"));
    Throwable remote = RemoteStack.parse(printed(thrown)).orElseThrow();
    assertEquals("java.lang.IllegalStateException: outer", remote.toString());
    assertEquals(thrown.getStackTrace().length, remote.getStackTrace().length);
    for (int i = 0; i < remote.getStackTrace().length; i++) {
      StackTraceElement there = thrown.getStackTrace()[i];
      StackTraceElement here = remote.getStackTrace()[i];
      assertEquals(there.getClassName(), here.getClassName());
      assertEquals(there.getMethodName(), here.getMethodName());
      assertEquals(there.getFileName(), here.getFileName());
      assertEquals(there.getLineNumber(), here.getLineNumber());
    }
    assertEquals("java.lang.IllegalArgumentException: inner", remote.getCause().toString());
    assertNull(remote.getCause().getCause());
    assertTrue(printed(remote).contains("\tat remote//" + RemoteStackTest.class.getName() + "."));
  }

  @Test
  void aTraceOverSeveralNodesStaysMarked() {
    Throwable once = RemoteStack.parse(printed(new IllegalStateException("x"))).orElseThrow();
    Throwable twice =
        RemoteStack.parse(printed(new IllegalStateException("y", once))).orElseThrow();
    assertEquals("java.lang.IllegalStateException: x", twice.getCause().toString());
    assertTrue(twice.getCause().getStackTrace()[0].toString().startsWith("remote//dev.samara."));
  }

  @Test
  void aTextThatIsCutIsReadAsFarAsItGoes() {
    String text = printed(new IllegalStateException("outer", new RuntimeException("inner")));
    for (int length = 1; length < text.length(); length++) {
      assertTrue(RemoteStack.parse(text.substring(0, length)).isPresent());
    }
    assertEquals(Optional.empty(), RemoteStack.parse(""));
    assertEquals(Optional.empty(), RemoteStack.parse("\n \n"));
  }

  @Test
  void anyTextIsRead() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "at ",
      "a.b",
      "(",
      ")",
      ":",
      "9",
      "99999999999",
      "/",
      "\n",
      "\t",
      "Caused by: ",
      "Suppressed: ",
      ".",
      "Native Method",
      "Unknown Source",
      "é",
      "-1"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        RemoteStack.parse(text.toString()).map(RemoteStackTest::printed);
      } catch (RuntimeException broken) {
        throw new AssertionError("seed " + seed + ", text '" + text + "'", broken);
      }
    }
  }
}
