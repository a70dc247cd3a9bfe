package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.clock.Clock;
import dev.samara.examples.clock.SystemClock;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemClockTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Rpc rpc = await(Rpc.start(vertx, RpcOptions.defaults("test")));

  @BeforeEach
  void expose() {
    await(rpc.expose(Clock.class, new SystemClock("test")));
  }

  @AfterEach
  void everyCallHasItsOutcome() {
    assertTrue(rpc.balance().addsUp(), rpc.balance().toString());
    assertEquals(0, rpc.balance().inFlight());
    await(rpc.close());
    await(vertx.close());
  }

  @Test
  void tellsTheTimeInAZone() {
    var time = await(rpc.client(Clock.class).now(new Clock.Place("Asia/Tokyo")));
    assertEquals("Asia/Tokyo", time.zone());
    assertEquals("test", time.node());
    assertIsNow(time.time());
    assertEquals(ZoneOffset.ofHours(9), OffsetDateTime.parse(time.time()).getOffset());
    assertEquals(1, rpc.balance().answered());
  }

  @Test
  void tellsTheTimeInUtcWithoutAnArgument() {
    var time = await(rpc.client(Clock.class).utc());
    assertEquals("UTC", time.zone());
    assertIsNow(time.time());
    assertEquals(ZoneOffset.UTC, OffsetDateTime.parse(time.time()).getOffset());
  }

  @Test
  void aMissingZoneIsUtc() {
    var time = new JsonObject(await(rpc.callJson("clock", "now", "{}", LIMIT)));
    assertEquals("UTC", time.getString("zone"));
  }

  @Test
  void anUnknownZoneIsABadArgument() {
    var call = rpc.callJson("clock", "now", "{\"zone\":\"Mars/Olympus\"}", LIMIT);
    var failure = assertThrows(RpcException.class, () -> await(call));
    assertEquals(FailureKind.BAD_ARGUMENTS, failure.kind());
    assertTrue(
        failure.getMessage().contains("zone: 'Mars/Olympus' is not known"), failure::getMessage);
    assertEquals(1, rpc.balance().failed().get(FailureKind.BAD_ARGUMENTS));
  }

  @Test
  void anUnknownZoneDoesNotLeaveTheCaller() {
    var failure =
        assertThrows(IllegalArgumentException.class, () -> new Clock.Place("Mars/Olympus"));
    assertEquals("zone: 'Mars/Olympus' is not known", failure.getMessage());
    assertEquals(ZoneId.of("UTC").getId(), new Clock.Place(null).zone());
  }

  @Test
  void anUnknownMethodIsNamed() {
    var call = rpc.callJson("clock", "tomorrow", "", LIMIT);
    var failure = assertThrows(RpcException.class, () -> await(call));
    assertEquals(FailureKind.NO_SUCH_METHOD, failure.kind());
  }

  private static void assertIsNow(String time) {
    var age = Duration.between(OffsetDateTime.parse(time).toInstant(), java.time.Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofMinutes(1)) < 0, () -> time + " is " + age + " old");
  }
}
