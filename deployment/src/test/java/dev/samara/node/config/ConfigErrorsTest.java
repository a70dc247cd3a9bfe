package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a file is said in one line, in the words of the file. */
class ConfigErrorsTest {

  @TempDir Path folder;

  private String error(byte[] content) {
    try {
      var file = Files.write(folder.resolve("node.yaml"), content);
      var failure =
          assertThrows(
              ConfigException.class,
              () -> ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning)));
      assertEquals(0, failure.getStackTrace().length);
      return failure.getMessage().replace(file.toString(), "FILE");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String error(String content) {
    return error(content.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          listners: {}         | unknown key 'listners' (did you mean 'listeners'?)
          PortOfset: 1         | unknown key 'PortOfset' (did you mean 'portOffset'?)
          gateway: {prot: 80}  | unknown key 'gateway.prot' (did you mean 'port'?)
          cluster: {x: 1}      | unknown key 'cluster.x' (known: enabled, host, port, ports, members)
          portOffset: many     | portOffset: 'many' (expected: a whole number)
          portOffset: '7'      | portOffset: '7' (expected: a whole number)
          portOffset: 1.5      | portOffset: 1.5 (expected: a whole number)
          portOffset: true     | portOffset: true (expected: a whole number)
          portOffset: [1]      | portOffset: a list (expected: a whole number)
          portOffset: {a: 1}   | portOffset: keys (expected: a whole number)
          portOffset:          | portOffset: nothing (expected: a whole number)
          portOffset: -1       | portOffset: -1 (expected: 0 to 50000)
          portOffset: 50001    | portOffset: 50001 (expected: 0 to 50000)
          portOffset: 99999999999 | portOffset: 99999999999 (expected: a whole number up to 2147483647)
          drainTimeout: soon   | drainTimeout: 'soon' is no duration (expected: 500ms, 10s, 2m or 1h)
          drainTimeout: -5s    | drainTimeout: '-5s' is no duration (expected: 500ms, 10s, 2m or 1h)
          drainTimeout: [1]    | drainTimeout: a list (expected: a duration such as 10s)
          drainTimeout: null   | drainTimeout: nothing (expected: a duration such as 10s)
          drainTimeout: 9999h  | drainTimeout: '9999h' is too long (expected: at most 8760h)
          transport: turbo     | transport: 'turbo' (expected: auto, nio, epoll or io_uring)
          transport: [nio]     | transport: a list (expected: text)
          name: two words      | name: 'two words' (expected: 1 to 64 letters, digits, '.', '-' or '_')
          runDirectory: {}     | runDirectory: keys (expected: text)
          runDirectory: null   | runDirectory: nothing (expected: text)
          dataDirectory:       | dataDirectory: nothing (expected: text)
          services: echo       | services: 'echo' (expected: a list)
          services: {a: 1}     | services: keys (expected: a list)
          services: [echo, []] | services[1]: a list (expected: text)
          services: [null]     | services[0]: nothing (expected: text)
          cluster: [1]         | cluster: a list (expected: keys)
          cluster: null        | cluster: nothing (expected: keys)
          cluster: {enabled: maybe} | cluster.enabled: 'maybe' (expected: true or false)
          cluster: {port: 0}   | cluster.port: 0 (expected: 1 to 65535)
          cluster: {ports: 1001} | cluster.ports: 1001 (expected: 1 to 1000)
          cluster: {members: a} | cluster.members: 'a' (expected: a list)
          cluster: {host: }    | cluster.host: nothing (expected: text)
          gateway: 8080        | gateway: 8080 (expected: keys)
          gateway: {port: 70000} | gateway.port: 70000 (expected: 0 to 65535)
          gateway: {idleTimeout: x} | gateway.idleTimeout: 'x' is no duration (expected: 500ms, 10s, 2m or 1h)
          gateway: {maxUploadBytes: lots} | gateway.maxUploadBytes: 'lots' (expected: a whole number)
          """)
  void aWrongNodeIsSaidInOneLine(String content, String expected) {
    assertEquals("FILE: " + expected, error(content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          null                               | listeners.a: nothing (expected: keys)
          5                                  | listeners.a: 5 (expected: keys)
          {}                                 | listeners.a: transport is missing (expected: tcp, udp, unix, memory or stdio)
          {transport: tcp, port: 1}          | listeners.a: route is missing (expected: bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat, bridge, rpc:SERVICE,...)
          {transport: tcp, route: chat}      | listeners.a: port is missing (expected: 0 to 65535; 0 for any)
          {transport: udp, route: chat}      | listeners.a: port is missing (expected: 0 to 65535; 0 for any)
          {transport: unix, route: chat}     | listeners.a: path is missing (expected: the path of a UNIX socket)
          {transport: smoke, port: 1, route: chat} | listeners.a.transport: 'smoke' (expected: tcp, udp, unix, memory or stdio)
          {transport: websocket, port: 1, route: chat} | listeners.a.transport: 'websocket' (expected: tcp, udp, unix, memory or stdio)
          {transport: 0, port: 1, route: chat} | listeners.a.transport: 0 (expected: tcp, udp, unix, memory or stdio)
          {transport: tcp, port: x, route: chat} | listeners.a.port: 'x' (expected: a whole number)
          {transport: tcp, port: 65536, route: chat} | listeners.a: port: 65536 (expected: 0 to 65535)
          {transport: tcp, port: 1, routte: chat} | unknown key 'listeners.a.routte' (did you mean 'route'?)
          {transport: tcp, port: 1, route: chat, slowConsumerPolicy: wait} | listeners.a.slowConsumerPolicy: 'wait' (expected: reject, drop_oldest, drop_newest or disconnect)
          {transport: tcp, port: 1, route: chat, timeouts: {idle: never}} | listeners.a.timeouts.idle: 'never' is no duration (expected: 500ms, 10s, 2m or 1h)
          {transport: tcp, port: 1, route: chat, maxMessageBytes: 3000000000} | listeners.a.maxMessageBytes: 3000000000 (expected: a whole number up to 2147483647)
          {transport: tcp, port: 1, route: "rpc:"} | listeners.a: route: 'rpc:' (expected: names of services, as rpc:clock,work:2, or rpc:*)
          {transport: tcp, port: 1, route: "rpc:clock, work"} | listeners.a: route: 'rpc:clock, work' (expected: names of services, as rpc:clock,work:2, or rpc:*)
          {transport: udp, port: 1, route: "rpc:clock"} | listeners.a: transport: udp with route rpc (expected: a stream, as tcp)
          {transport: tcp, port: 1, route: "rpc:clock", framing: lines} | listeners.a: framing: 'lines' (expected: length32, as RPC is framed so)
          {transport: tcp, port: 1, route: "rpc:clock", answerTimeout: 1s} | listeners.a: answerTimeout: given (expected: the callers have deadlines)
          {transport: tcp, port: 1, route: chat, tls: true} | listeners.a.tls: true (expected: keys)
          {transport: tcp, port: 1, route: chat, tls: {certificate: c}} | listeners.a.tls: tls.key is missing (expected: a PEM file)
          {transport: tcp, port: 1, route: chat, tls: {ky: k}} | unknown key 'listeners.a.tls.ky' (did you mean 'key'?)
          """)
  void aWrongListenerIsSaidInOneLine(String listener, String expected) {
    assertEquals("FILE: " + expected, error("listeners: {a: " + listener + "}"));
  }

  @Test
  void listenersAreAMapWithNames() {
    assertEquals("FILE: listeners: a list (expected: keys)", error("listeners: [a]"));
    assertEquals(
        "FILE: listener name: 'a/b' (expected: 1 to 64 letters, digits, '.', '-' or '_')",
        error("listeners: {a/b: {transport: tcp, port: 1, route: chat}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                 | FILE holds no keys (expected: key: value)
          # just a comment   | FILE holds no keys (expected: key: value)
          just text          | FILE holds no keys (expected: key: value)
          - a list           | FILE holds no keys (expected: key: value)
          name: [            | FILE is not YAML: line 1: while parsing a flow node expected the node content, but found '<stream end>'
          name: a: b         | FILE is not YAML: line 1: mapping values are not allowed here
          {"name": "a"       | FILE is not YAML: line 1: while parsing a flow mapping expected ',' or '}', but got <stream end>
          @@@                | FILE is not YAML: line 1: while scanning for the next token found character '@' that cannot start any token. (Do not use @ for indentation)
          """)
  void whatIsNoConfigurationAtAllIsSaidInOneLine(String content, String expected) {
    assertEquals(expected, error(content));
  }

  @Test
  void aKeyGivenTwiceIsAnError() {
    assertEquals(
        "FILE is not YAML: line 2: the key 'name' is there twice", error("name: a\nname: b"));
  }

  @Test
  void aSecondDocumentIsAnError() {
    assertEquals(
        "FILE is not YAML: line 3: more than one document", error("name: a\n---\nname: b"));
  }

  @Test
  void bytesThatAreNoTextAreAnError() {
    assertEquals(
        "FILE cannot be read: it is not UTF-8", error(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    var missing = folder.resolve("missing.yaml");
    assertEquals(missing + " cannot be read: there is no such file", readError(missing));
    assertEquals(folder + " cannot be read: Is a directory", readError(folder));
  }

  private static String readError(Path file) {
    return assertThrows(
            ConfigException.class,
            () -> ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning)))
        .getMessage();
  }
}
