package dev.samara.codec.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A protocol for tests of the pumps: words end with a dot. At each {@code ~} both sides wait for
 * what the test completes, {@code +} has completed already, {@code -} has failed already, and
 * {@code !} is an error.
 */
final class Words implements Converter<String> {

  final Queue<Promise<Void>> waiting = new ArrayDeque<>();
  final List<String> closed = new ArrayList<>();

  @Override
  public String name() {
    return "words";
  }

  private Future<Void> until(char sign) {
    return switch (sign) {
      case '+' -> Future.succeededFuture();
      case '-' -> Future.failedFuture("no luck");
      default -> {
        var promise = Promise.<Void>promise();
        synchronized (waiting) {
          waiting.add(promise);
        }
        yield promise.future();
      }
    };
  }

  @Override
  public Encoder encoder(String word) {
    if (word.startsWith("!!")) {
      throw CodecException.invalid("a word that cannot be");
    }
    return new Encoder() {
      private int at;

      @Override
      public EncodeStep pull() {
        if (at > word.length()) {
          return new EncodeStep.Done();
        }
        var sign = at == word.length() ? '.' : word.charAt(at);
        at++;
        return switch (sign) {
          case '~', '+', '-' -> new EncodeStep.Suspended(until(sign));
          case '!' -> throw CodecException.invalid("an exclamation");
          default -> new EncodeStep.Bytes(Buffer.buffer(String.valueOf(sign)));
        };
      }

      @Override
      public void close() {
        closed.add(word);
      }
    };
  }

  @Override
  public Decoder<String> decoder() {
    return new Decoder<>() {
      private final StringBuilder word = new StringBuilder();

      @Override
      public DecodeStep<String> push(Buffer bytes) {
        for (var i = 0; i < bytes.length(); i++) {
          var sign = (char) bytes.getByte(i);
          var rest = bytes.slice(i + 1, bytes.length());
          switch (sign) {
            case '.' -> {
              return new DecodeStep.Message<>(word.toString(), rest);
            }
            case '~', '+', '-' -> {
              return new DecodeStep.Suspended<>(until(sign), rest);
            }
            case '!' -> throw CodecException.invalid("an exclamation");
            case '?' -> throw new IllegalStateException("a bug");
            default -> word.append(sign);
          }
        }
        return new DecodeStep.NeedMore<>();
      }

      @Override
      public void close() {
        closed.add(word.toString());
      }
    };
  }
}
