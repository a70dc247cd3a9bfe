package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Backoff;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.WhileDown;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dialled again whenever it ends. */
class OverWebSocketLinkTest extends OverWebSocket {
  private static HubLink link;

  @BeforeAll
  static void start() {
    serve();
    Backoff retry = Backoff.standard().withDelays(Duration.ofMillis(20), Duration.ofMillis(100));
    link = connector.link("out", place(), retry, LinkOptions.defaults(), caller.route());
    use(link);
  }

  @AfterAll
  static void closeLink() {
    result(link.close(CloseMode.NOW, Duration.ofSeconds(2)));
  }

  @Test
  void callsMadeWhileTheGatewayIsAwayWaitForItsReturn() {
    Catalogue over = caller.over(link, WhileDown.WAIT).client(Catalogue.class);
    assertEquals(3L, result(over.add(1, 2)));
    List<Future<Long>> meanwhile = new ArrayList<>();
    restart(() -> {
      Future<Long> refused = caller.over(link, WhileDown.FAIL).client(Catalogue.class).add(1, 2);
      RpcException failure =
          assertInstanceOf(RpcException.class, failure(FailureKind.CONNECTION_LOST, refused));
      assertTrue(failure.mayRetry());
      for (int i = 0; i < 20; i++) {
        meanwhile.add(over.add(i, 1));
      }
    });
    for (int i = 0; i < 20; i++) {
      assertEquals(i + 1L, result(meanwhile.get(i)));
    }
  }

  @Test
  void aPlaceWhereNobodyIsEndsTheLinkAfterItsAttempts() throws Exception {
    Backoff twice =
        Backoff.standard()
            .withDelays(Duration.ofMillis(1), Duration.ofMillis(2))
            .withMaxAttempts(2);
    HubLink lost =
        connector.link(
            "lost",
            place().setPort(Cluster.freePort()),
            twice,
            LinkOptions.defaults(),
            caller.route());
    Future<Long> call = caller.over(lost, WhileDown.WAIT).client(Catalogue.class).add(1, 2);
    failure(FailureKind.CONNECTION_LOST, call);
    result(lost.closed());
  }
}
