package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Basics;
import dev.samara.codec.value.Samples.Circle;
import dev.samara.codec.value.Samples.Colour;
import dev.samara.codec.value.Samples.Containers;
import dev.samara.codec.value.Samples.Drawing;
import dev.samara.codec.value.Samples.Node;
import dev.samara.codec.value.Samples.Point;
import dev.samara.codec.value.Samples.Secret;
import dev.samara.codec.value.Samples.Square;
import dev.samara.codec.value.Samples.Zone;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for JSON, CBOR and the compact binary form alike. */
class FormsTest {

  enum Form {
    JSON {
      @Override
      <T> Codec<T> of(Class<T> type, TypeAllowList allowed, CodecOptions options) {
        return Codecs.json(type, allowed, options);
      }
    },
    CBOR {
      @Override
      <T> Codec<T> of(Class<T> type, TypeAllowList allowed, CodecOptions options) {
        return Codecs.cbor(type, allowed, options);
      }
    },
    RECORD {
      @Override
      <T> Codec<T> of(Class<T> type, TypeAllowList allowed, CodecOptions options) {
        return Codecs.record(type, 1, allowed, options);
      }
    };

    abstract <T> Codec<T> of(Class<T> type, TypeAllowList allowed, CodecOptions options);

    <T> Codec<T> of(Class<T> type) {
      return of(type, TypeAllowList.reachableFrom(type), CodecOptions.DEFAULT);
    }

    <T> Codec<T> of(Class<T> type, CodecOptions options) {
      return of(type, TypeAllowList.reachableFrom(type), options);
    }
  }

  record Numbers(BigInteger whole, BigDecimal decimal) {}

  record Texts(List<String> all) {}

  record Reals(float single, double real) {}

  record Letter(char letter) {}

  record Old(int x) {}

  @ParameterizedTest
  @EnumSource
  void valuesComeBack(Form form) {
    assertComesBack(form.of(Zone.class), Samples.ZONE);
    assertComesBack(form.of(Basics.class), Samples.BASICS);
    assertComesBack(form.of(Containers.class), Samples.CONTAINERS);
    assertComesBack(form.of(Node.class), Samples.nested(10));
    assertComesBack(form.of(Samples.Empty.class), new Samples.Empty());
    assertComesBack(form.of(Colour.class), Colour.GREEN);
    assertComesBack(form.of(Drawing.class, Samples.FIGURES, CodecOptions.DEFAULT), Samples.DRAWING);
    assertComesBack(
        form.of(
            Samples.Figure.class,
            TypeAllowList.of(Circle.class, Square.class),
            CodecOptions.DEFAULT),
        new Square(2.5));
    for (var real : new double[] {Double.NaN, -0.0, 1e300, Double.NEGATIVE_INFINITY}) {
      assertComesBack(form.of(Reals.class), new Reals((float) Math.signum(real), real));
      assertComesBack(form.of(Reals.class), new Reals(Float.POSITIVE_INFINITY, real));
    }
  }

  @ParameterizedTest
  @EnumSource
  void orderStays(Form form) {
    var back =
        form.of(Containers.class).decode(form.of(Containers.class).encode(Samples.CONTAINERS));
    assertEquals("[the colour GREEN, the colour RED]", back.set().toString());
    assertEquals("{b=1, a=2}", back.map().toString());
    assertThrows(UnsupportedOperationException.class, () -> back.list().add("x"));
    assertThrows(UnsupportedOperationException.class, () -> back.set().clear());
    assertThrows(UnsupportedOperationException.class, () -> back.map().clear());
  }

  @ParameterizedTest
  @EnumSource
  void aValueCutShortOrWithMoreBehindItIsRefused(Form form) {
    var codec = form.of(Containers.class);
    var bytes = codec.encode(Samples.CONTAINERS).getBytes();
    for (var length = 0; length < bytes.length; length++) {
      var part = Buffer.buffer(bytes).slice(0, length);
      assertThrows(CodecException.class, () -> codec.decode(part), "cut at " + length);
    }
    var more = Buffer.buffer(bytes).appendByte((byte) '1');
    assertThrows(CodecException.class, () -> codec.decode(more));
  }

  @ParameterizedTest
  @EnumSource
  void theConstructorsRefusalNamesFieldAndRecord(Form form) {
    record Wide(List<Inner> more) {
      record Inner(Loose corner) {}

      record Loose(int x, int y) {}
    }
    record Strict(List<Inner> more) {
      record Inner(Point corner) {}
    }
    var loose =
        new Wide(
            List.of(new Wide.Inner(new Wide.Loose(1, 1)), new Wide.Inner(new Wide.Loose(100, 1))));
    var bytes = form.of(Wide.class).encode(loose);
    var failure = assertThrows(CodecException.class, () -> form.of(Strict.class).decode(bytes));
    assertEquals("more[1].corner: Point: x must be at most 99", failure.getMessage());
    assertFalse(failure.retry());
  }

  @ParameterizedTest
  @EnumSource
  void nothingButListedTypesIsBuilt(Form form) {
    var all = Samples.FIGURES.and(Secret.class);
    var secret = new Drawing(new Secret("x"));
    var narrow = form.of(Drawing.class, Samples.FIGURES, CodecOptions.DEFAULT);
    var bytes = form.of(Drawing.class, all, CodecOptions.DEFAULT).encode(secret);
    var read = assertThrows(CodecException.class, () -> narrow.decode(bytes));
    assertEquals(
        form == Form.RECORD
            ? "figure: index 3 of an object with one field of Circle, Square, Group"
            : "figure: type 'Secret' (expected: one of Circle, Square, Group)",
        read.getMessage());
    var written = assertThrows(CodecException.class, () -> narrow.encode(secret));
    assertTrue(
        written.getMessage().startsWith("figure: type Secret is not on the allow-list"),
        written.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void depthIsLimitedBothWays(Form form) {
    var options = new CodecOptions(1 << 20, 20, 100, 100, 100, false);
    var codec = form.of(Node.class, options);
    assertComesBack(codec, Samples.nested(20));
    assertThrows(CodecException.class, () -> codec.encode(Samples.nested(22)));
    var deep = form.of(Node.class).encode(Samples.nested(22));
    var failure = assertThrows(CodecException.class, () -> codec.decode(deep.copy()));
    assertTrue(failure.getMessage().endsWith("nesting deeper than 20 levels"), failure.toString());
    // The limit counts before the value ends.
    var cut = deep.slice(0, deep.length() - 1);
    assertThrows(CodecException.class, () -> codec.decode(cut));
  }

  @ParameterizedTest
  @EnumSource
  void lengthsAreLimitedBothWays(Form form) {
    var codec = form.of(Texts.class, new CodecOptions(1 << 20, 9, 4, 100, 3, false));
    assertComesBack(codec, new Texts(List.of("1234", "世世世世", "\uD83C\uDF31\uD83C\uDF31")));
    for (var beyond : List.of(List.of("12345"), List.of("a", "a", "a", "a"))) {
      assertThrows(CodecException.class, () -> codec.encode(new Texts(beyond)));
      var bytes = form.of(Texts.class).encode(new Texts(beyond));
      var failure = assertThrows(CodecException.class, () -> codec.decode(bytes.copy()));
      assertTrue(failure.getMessage().contains("length: "), failure.getMessage());
      var cut = bytes.slice(0, bytes.length() - 1);
      assertThrows(CodecException.class, () -> codec.decode(cut));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theWholeIsLimitedBothWays(Form form) {
    var value = new Texts(List.of("x".repeat(1_000)));
    var length = form.of(Texts.class).encode(value).length();
    var exact = form.of(Texts.class, CodecOptions.DEFAULT.withMaxBytes(length));
    assertComesBack(exact, value);
    var small = form.of(Texts.class, CodecOptions.DEFAULT.withMaxBytes(length - 1));
    assertThrows(CodecException.class, () -> small.encode(value));
    assertThrows(CodecException.class, () -> small.decode(exact.encode(value)));
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreLimitedBothWays(Form form) {
    var codec = form.of(Numbers.class, new CodecOptions(1 << 20, 9, 9, 30, 9, false));
    var most = BigInteger.TEN.pow(30).subtract(BigInteger.ONE);
    assertComesBack(codec, new Numbers(most.negate(), new BigDecimal(most, 30)));
    assertComesBack(codec, new Numbers(most, new BigDecimal(most, -30)));
    for (var beyond :
        List.of(
            new Numbers(most.add(BigInteger.ONE), BigDecimal.ONE),
            new Numbers(most.multiply(most), BigDecimal.ONE),
            new Numbers(BigInteger.ONE, new BigDecimal(most.add(BigInteger.ONE))),
            new Numbers(BigInteger.ONE, new BigDecimal(BigInteger.ONE, 31)),
            new Numbers(BigInteger.ONE, new BigDecimal(BigInteger.ONE, -31)))) {
      assertThrows(CodecException.class, () -> codec.encode(beyond), beyond.toString());
      var bytes = form.of(Numbers.class).encode(beyond);
      assertThrows(CodecException.class, () -> codec.decode(bytes), beyond.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfACharacterIsRefused(Form form) {
    assertThrows(
        CodecException.class, () -> form.of(Texts.class).encode(new Texts(List.of("a\uD83C"))));
    assertThrows(CodecException.class, () -> form.of(Letter.class).encode(new Letter('\uDF31')));
  }

  @ParameterizedTest
  @EnumSource
  void nullIsRefused(Form form) {
    var failure =
        assertThrows(
            CodecException.class,
            () -> form.of(Zone.class).encode(new Zone(null, null, null, Optional.empty())));
    assertEquals("name: expected a text, found null", failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void longTextsOfAnyLanguageComeBack(Form form) {
    for (var text : List.of("a\uD83C\uDF31".repeat(9_000), "世".repeat(20_000))) {
      assertComesBack(form.of(Texts.class), new Texts(List.of(text)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedBytesEndInAValueOrOneException(Form form) {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var drawings = form.of(Drawing.class, Samples.FIGURES, CodecOptions.DEFAULT);
    var zones = form.of(Zone.class);
    var basics = form.of(Basics.class);
    var containers = form.of(Containers.class);
    for (var round = 0; round < 3_000; round++) {
      mutate(zones, Samples.ZONE, random, seed);
      mutate(drawings, Samples.DRAWING, random, seed);
      mutate(basics, Samples.BASICS, random, seed);
      mutate(containers, Samples.CONTAINERS, random, seed);
    }
  }

  private static <T> void mutate(Codec<T> codec, T value, Random random, long seed) {
    var bytes = codec.encode(value).getBytes();
    for (var i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    T back;
    try {
      back = codec.decode(Buffer.buffer(bytes.clone()));
    } catch (CodecException expected) {
      assertFalse(expected.getMessage().contains("jackson"), expected.getMessage());
      assertTrue(expected.getMessage().lines().count() == 1, expected.getMessage());
      return;
    } catch (RuntimeException other) {
      throw new AssertionError("seed " + seed + ", " + codec.name(), other);
    }
    // What was read can be written; the binary form has one for each value.
    var again = codec.encode(back);
    if (codec instanceof BinaryCodec) {
      assertEquals(Buffer.buffer(bytes), again, "seed " + seed);
    }
  }

  private static <T> void assertComesBack(Codec<T> codec, T value) {
    assertEquals(value, codec.decode(codec.encode(value)), codec.name());
  }
}
