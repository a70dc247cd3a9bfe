package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes belong to whoever has them, wherever the service is and however few copies are made. */
abstract class BytesContract extends Placement {
  private static final int CALLS = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 5_000, 70_000})
  void bytesAreAsTheyWereWhenTheyWereGiven(int length) {
    List<Buffer> answers = result(calls(length));
    for (int i = 0; i < CALLS; i++) {
      assertArrayEquals(filled(i, length), answers.get(i).getBytes(), "answer " + i);
    }
    Waiting.until(
        "the service has changed what it kept",
        () -> shop.kept.stream().filter(one -> one.length() == length + 1).count() == CALLS);
    int number = 0;
    for (Buffer kept : shop.kept) {
      byte[] expected = Arrays.copyOf(filled(number++, length), length + 1);
      expected[0] = -1;
      assertArrayEquals(expected, kept.getBytes(), "kept by the service");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 5_000, 70_000})
  void bytesReceivedMayBeChanged(int length) {
    List<Buffer> answers = result(calls(length));
    for (int i = 0; i < CALLS; i += 2) {
      answers.get(i).setByte(length - 1, (byte) 99).appendString("more");
    }
    for (int i = 0; i < CALLS; i++) {
      byte[] expected = filled(i, length);
      if (i % 2 == 0) {
        expected[length - 1] = 99;
      }
      assertArrayEquals(expected, answers.get(i).getBytes(0, length));
      assertEquals(i % 2 == 0 ? length + 4 : length, answers.get(i).length());
    }
  }

  /** All made in one turn of an event loop, each with the same Buffer, which is filled again. */
  private Future<List<Buffer>> calls(int length) {
    Promise<List<Buffer>> all = Promise.promise();
    vertx()
        .runOnContext(turn -> {
          List<Future<Buffer>> calls = new ArrayList<>();
          Buffer given = Buffer.buffer(new byte[length]);
          for (int i = 0; i < CALLS; i++) {
            given.setBytes(0, filled(i, length));
            calls.add(catalogue.keep(given));
          }
          given.setBytes(0, filled(-2, length));
          Future.all(calls).<List<Buffer>>map(done -> done.list()).onComplete(all);
        });
    return all.future();
  }

  private static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 20_000})
  void anItemIsAsItWasWhenItWasEmitted(int length) {
    int items = 100;
    List<Buffer> read = result(StreamContract.all(catalogue.reused(items, length)));
    assertEquals(items, read.size());
    for (int i = 0; i < items; i++) {
      assertEquals(i, read.get(i).getByte(0));
      assertEquals(length, read.get(i).length());
      read.get(i).appendByte((byte) 1).setByte(0, (byte) 77);
    }
    assertTrue(read.stream().allMatch(item -> item.length() == length + 1));
  }
}
