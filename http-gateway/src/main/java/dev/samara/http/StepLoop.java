package dev.samara.http;

import dev.samara.http.body.BodyException;
import dev.samara.http.body.RequestBody;
import dev.samara.http.mount.NotReady;
import dev.samara.http.mount.PathHandler.Steps;
import dev.samara.http.mount.Polled;
import dev.samara.http.mount.Step;

/** One request whose handler goes on when there is something to go on with. On its event loop. */
final class StepLoop {
  private final Exchange exchange;
  private final RequestBody body;
  private final Steps steps;

  StepLoop(Exchange exchange, RequestBody body, Steps steps) {
    this.exchange = exchange;
    this.body = body;
    this.steps = steps;
  }

  void run() {
    try {
      switch (steps.step(this::poll)) {
        case NotReady.NOT_READY -> waitForMore();
        case Step.Answer answer -> exchange.send(answer.reply());
      }
    } catch (BodyException | RuntimeException e) {
      exchange.fail(e);
    }
  }

  private Polled poll() throws BodyException {
    return body.poll().<Polled>map(Polled.Piece::new).orElse(NotReady.NOT_READY);
  }

  /** Not at once, even if a piece is there: others of the event loop have their turn. */
  private void waitForMore() {
    body.ready()
        .onComplete(
            there -> exchange.onLoop(this::run),
            ended -> exchange.onLoop(() -> exchange.fail(ended)));
  }
}
