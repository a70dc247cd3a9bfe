package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of the group arrives in Vert.x's options, and what cannot be one is named. */
class DnsConfigTest {

  @TempDir Path folder;

  private Optional<DnsConfig> load(String content) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), content);
    return ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning)).dns();
  }

  @Test
  void allKeys() throws IOException {
    var options =
        load("""
        dns:
          servers: [10.0.0.53, "10.0.0.54:5353", "::1", "[fe80::1]:5354", "[::2]"]
          searchDomains: [a.test, b.test]
          timeout: 750ms
          maxQueries: 7
          rotateServers: true
          hostsFile: /x/hosts
          hostsRefresh: 1s
          cacheMinTtl: 5s
          cacheMaxTtl: 10m
          cacheNegativeTtl: 2s
        """)
            .orElseThrow()
            .options();
    assertEquals(
        List.of("10.0.0.53:53", "10.0.0.54:5353", "::1:53", "fe80::1:5354", "::2:53"),
        options.getServers());
    assertEquals(List.of("a.test", "b.test"), options.getSearchDomains());
    assertEquals(750, options.getQueryTimeout());
    assertEquals(7, options.getMaxQueries());
    assertEquals(true, options.isRotateServers());
    assertEquals("/x/hosts", options.getHostsPath());
    assertEquals(1_000_000_000, options.getHostsRefreshPeriod());
    assertEquals(5, options.getCacheMinTimeToLive());
    assertEquals(600, options.getCacheMaxTimeToLive());
    assertEquals(2, options.getCacheNegativeTimeToLive());
  }

  @Test
  void whatIsNotGivenIsAsVertxHasIt() throws IOException {
    assertEquals(Optional.empty(), load("{}"));
    var options = load("dns: {}").orElseThrow().options();
    assertEquals(new AddressResolverOptions().toJson(), options.toJson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {servers: [dns.test]}       | dns.servers: 'dns.test' (expected: an IP address like 10.0.0.53, 10.0.0.53:5353 or [::1]:53)
          {servers: ["10.0.0.1:x"]}   | dns.servers: '10.0.0.1:x' (expected: an IP address like 10.0.0.53, 10.0.0.53:5353 or [::1]:53)
          {servers: ["10.0.0.1:65536"]} | dns.servers: '10.0.0.1:65536' (expected: an IP address like 10.0.0.53, 10.0.0.53:5353 or [::1]:53)
          {timeout: 0}                | dns.timeout: 0 ms (expected: 1 to 60000)
          {timeout: 2m}               | dns.timeout: 120000 ms (expected: 1 to 60000)
          {maxQueries: 0}             | dns.maxQueries: 0 (expected: 1 to 100)
          {hostsRefresh: 3s}          | dns.hostsRefresh: 3000 ms (expected: 0 to 2000)
          {cacheMinTtl: 2s, cacheMaxTtl: 1s} | dns.cacheMaxTtl: 1000 ms (expected: 2000 to 31536000000)
          {server: []}                | unknown key 'dns.server' (did you mean 'servers'?)
          """)
  void aWrongValueIsNamed(String group, String expected) {
    var error = assertThrows(ConfigException.class, () -> load("dns: " + group));
    assertEquals(folder.resolve("node.yaml") + ": " + expected, error.getMessage());
  }
}
