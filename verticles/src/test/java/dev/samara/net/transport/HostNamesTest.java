package dev.samara.net.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.dns.ResolverKind;
import dev.samara.net.dns.TinyDns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the name of an address is looked for, and how many are at a time. */
class HostNamesTest {

  private final TinyDns dns = new TinyDns();
  private final VertxInternal vertx =
      (VertxInternal)
          ResolverKind.VERTX.make(() ->
              Vertx.vertx(
                  new VertxOptions()
                      .setAddressResolverOptions(
                          new AddressResolverOptions().setServers(List.of(dns.address())))));
  private final ContextInternal context = vertx.getOrCreateContext();
  private final HostNames names = new HostNames(vertx);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    dns.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10, 10.2.0.192.in-addr.arpa",
    // The example of RFC 3596 section 2.5.
    "4321:0:1:2:3:4:567:89ab,"
        + " b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa",
  })
  void anAddressHasItsDomain(String address, String domain) throws Exception {
    assertEquals(domain, HostNames.pointer(InetAddress.ofLiteral(address)));
    dns.pointer(domain, "host.samara.test");
    assertEquals(
        Optional.of("host.samara.test"),
        await(names.of(context, InetAddress.ofLiteral(address), Duration.ofSeconds(5))));
  }

  @Test
  void aCrowdIsNotAskedFor() throws Exception {
    var silent = InetAddress.ofLiteral("192.0.2.1");
    var known = InetAddress.ofLiteral("192.0.2.2");
    dns.silent(HostNames.pointer(silent)).pointer(HostNames.pointer(known), "known.samara.test");
    var all = new ArrayList<Future<Optional<String>>>();
    for (var i = 0; i < HostNames.MAX_UNDER_WAY; i++) {
      all.add(names.of(context, silent, Duration.ofSeconds(2)));
    }
    assertEquals(Optional.empty(), await(names.of(context, known, Duration.ofSeconds(5))));
    for (var one : all) {
      assertEquals(Optional.empty(), await(one));
    }
    assertTrue(dns.asked(HostNames.pointer(silent)) <= HostNames.MAX_UNDER_WAY);
    assertEquals(0, dns.asked(HostNames.pointer(known)));
  }
}
