package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.NotReady;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Polled;
import dev.samara.http.mount.Reply;
import dev.samara.http.mount.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers that hand back that nothing is there, and go on when something is. */
class StepwiseTest {
  private static final String POST =
      "POST /steps HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;

  private final AtomicInteger steps = new AtomicInteger();
  private final AtomicInteger waits = new AtomicInteger();
  private final AtomicInteger brokenOff = new AtomicInteger();

  /** Says what came, piece by piece. */
  private final class Gathering implements PathHandler.Steps {
    private final StringBuilder text = new StringBuilder();

    @Override
    public Step step(Polled.Source body) throws BodyException {
      steps.incrementAndGet();
      try {
        while (true) {
          switch (body.poll()) {
            case NotReady nothing -> {
              waits.incrementAndGet();
              return nothing;
            }
            case Polled.Piece(BodyEvent.LastChunk last) -> {
              return new Step.Answer(Reply.text(200, text.toString()));
            }
            case Polled.Piece(BodyEvent event) ->
                text.append(event.bytes().toString(StandardCharsets.US_ASCII)).append('|');
          }
        }
      } catch (BodyException e) {
        brokenOff.incrementAndGet();
        throw e;
      }
    }
  }

  private TestGateway gateway(PathHandler.StepHandler handler) {
    return new TestGateway(
        folder, o -> o, Mounts.none().with("/steps", new PathHandler.Stepwise(handler)));
  }

  @Test
  void itIsResumedWhenThereIsSomethingAndNotBefore() throws Exception {
    try (var gateway = gateway(request -> new Gathering());
        var raw = new RawClient(gateway.port())) {
      raw.send(POST);
      TestGateway.eventually("it waits for the first", () -> waits.get() == 1);
      raw.send("3\r\none\r\n");
      TestGateway.eventually("it waits for the second", () -> waits.get() == 2);
      assertEquals(2, steps.get());
      raw.send("3\r\ntwo\r\n");
      TestGateway.eventually("it waits for the third", () -> waits.get() == 3);
      assertEquals(3, steps.get());
      String answer = raw.send("5\r\nthree\r\n0\r\n\r\n").readAnswer();
      assertTrue(answer.endsWith("one|two|three|"), answer);
    }
  }

  /** Many requests one after the other on one connection, whose bodies are there at once. */
  @Test
  void bodiesThatAreThereAreTakenWithoutWaitingForTheNetwork() throws Exception {
    try (var gateway = gateway(request -> new Gathering());
        var raw = new RawClient(gateway.port())) {
      for (int i = 0; i < 20; i++) {
        String answer = raw.send(POST + "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n").readAnswer();
        assertTrue(answer.endsWith("a|bc|"), answer);
      }
    }
  }

  @Test
  void aBodyThatIsBrokenOffIsToldInTheNextStep() throws Exception {
    try (var gateway = gateway(request -> new Gathering());
        var raw = new RawClient(gateway.port())) {
      raw.send(POST + "5\r\nab");
      TestGateway.eventually("it waits", () -> waits.get() > 0);
      raw.reset();
      TestGateway.eventually("it was told", () -> brokenOff.get() == 1);
    }
  }

  @Test
  void aBrokenChunkIsAnsweredWith400() throws Exception {
    try (var gateway = gateway(request -> new Gathering());
        var raw = new RawClient(gateway.port())) {
      String answer = raw.send(POST + "3\r\none\r\nxyz\r\n").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  /** Otherwise the client would wait for ever. */
  @Test
  void whoWantsMoreThanThereIsFails() throws Exception {
    try (var gateway =
            gateway(request ->
                body -> {
                  while (body.poll() instanceof Polled.Piece) {
                    steps.incrementAndGet();
                  }
                  return NotReady.NOT_READY;
                });
        var raw = new RawClient(gateway.port())) {
      String answer = raw.send(POST + "1\r\na\r\n0\r\n\r\n").readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
      assertEquals(2, steps.get());
    }
  }

  /** An answer before the body has come whole, as any handler may give it. */
  @Test
  void anAnswerMayComeBeforeTheEnd() throws Exception {
    try (var gateway = gateway(request -> body -> new Step.Answer(Reply.text(200, "early")));
        var raw = new RawClient(gateway.port())) {
      assertTrue(raw.send(POST + "5\r\nab").readAnswer().endsWith("early"));
    }
  }
}
