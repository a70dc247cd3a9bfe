package dev.samara.net.handshake;

import dev.samara.net.connection.Peer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The first message is the name.
 *
 * @param known whether a name is known
 * @param answers sent when it is given
 * @param farewell sent when it is not, made of the reason
 */
record NameHandshake(
    Predicate<String> known, boolean answers, Function<String, Optional<Buffer>> farewell)
    implements Handshake {

  @Override
  public Exchange begin(Peer peer) {
    return new Exchange() {

      @Override
      public Future<Step> start() {
        return Future.succeededFuture(Step.ask());
      }

      @Override
      public Future<Step> message(Buffer message) {
        return Future.succeededFuture(named(message));
      }

      @Override
      public Optional<Buffer> farewell(String reason) {
        return farewell.apply(reason);
      }
    };
  }

  private Step named(Buffer message) {
    var name = Texts.text(message);
    if (name.isEmpty()) {
      return new Step.Unknown("it sent no name");
    }
    if (!known.test(name.get())) {
      return new Step.Unknown("there is no such name");
    }
    var welcome = answers ? List.of(Texts.ok()) : List.<Buffer>of();
    return new Step.Accept(name, welcome);
  }
}
