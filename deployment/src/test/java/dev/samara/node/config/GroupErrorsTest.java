package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong within a group of keys is said with the key, the value and the range. */
class GroupErrorsTest {

  @TempDir Path folder;

  private String error(String content) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), content);
    return assertThrows(
            ConfigException.class,
            () -> ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning)))
        .getMessage()
        .replace(file.toString(), "FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          timeouts: {idel: 1s}                   | unknown key 'listeners.a.timeouts.idel' (did you mean 'idle'?)
          timeouts: {read: soon}                 | listeners.a.timeouts.read: 'soon' is no duration (expected: 500ms, 10s, 2m or 1h)
          timeouts: {read: 9000h}                | listeners.a.timeouts.read: '9000h' is too long (expected: at most 8760h)
          tcp: {noDelays: true}                  | unknown key 'listeners.a.tcp.noDelays' (did you mean 'noDelay'?)
          tcp: {noDelay: maybe}                  | listeners.a.tcp.noDelay: 'maybe' (expected: true or false)
          tcp: {userTimeout: 25h}                | listeners.a: tcp.userTimeout: 90000000 ms (expected: 0 to 24 h)
          buffers: {receiveBytes: -1}            | listeners.a: buffers.receiveBytes: -1 (expected: 0 to 2147483647)
          buffers: {readBytes: 1000}             | listeners.a: buffers.readBytes: 1000 (expected: 1024 to 16777216)
          buffers: {writeQueueBytes: 100000000}  | listeners.a: buffers.writeQueueBytes: 100000000 (expected: 4096 to 67108864)
          buffers: {profile: large}              | listeners.a.buffers.profile: 'large' (expected: small, default or bulk)
          tcp: {keepAlive: {probes: 128}}        | listeners.a: tcp.keepAlive.probes: 128 (expected: 1 to 127)
          tcp: {keepAlive: {idle: 500ms}}        | listeners.a: tcp.keepAlive.idle: 0 s (expected: 1 s to 9 h)
          tcp: {keepAlive: {probe: 1}}           | unknown key 'listeners.a.tcp.keepAlive.probe' (did you mean 'probes'?)
          unix: {mode: rw-rw----}                | listeners.a: unix: not possible over tcp (expected: unix)
          proxyProtocol: {}                      | listeners.a: proxyProtocol.trusted: none (expected: >= 1 range)
          proxyProtocol: {trusted: [home]}       | listeners.a: proxyProtocol.trusted: 'home' (expected: a range like 10.0.0.0/8)
          proxyProtocol: {trust: []}             | unknown key 'listeners.a.proxyProtocol.trust' (did you mean 'trusted'?)
          tls: {certificate: c, key: k, clientAuth: maybe} | listeners.a.tls.clientAuth: 'maybe' (expected: none, request or require)
          tls: {certificate: c, key: k, clientAuth: require} | listeners.a: tls.trust: none (expected: a file, as clientAuth is REQUIRE)
          tls: {certificate: c, key: k, versions: [SSLv3]} | listeners.a: tls.versions: 'SSLv3' (expected: TLSv1.2 or TLSv1.3)
          tls: {certificate: c, key: k, mode: off} | listeners.a.tls.mode: 'off' (expected: on or auto)
          tls: {certificate: c, key: k, hostNames: {a.org: {certificate: c}}} | listeners.a.tls.hostNames.a.org: key is missing (expected: a PEM file)
          access: {rules: [maybe]}               | listeners.a: access.rules: rule: 'maybe' (expected: allow or deny at its beginning)
          access: {maxConnections: 0}            | listeners.a: access.maxConnections: 0 (expected: >= 1)
          access: {maxConnectionsPerAddress: 0}  | listeners.a: access.maxConnectionsPerAddress: 0 (expected: >= 1)
          access: {connectionRate: {burst: 1}}   | listeners.a.access.connectionRate: perSecond is missing (expected: a whole number)
          access: {connectionRate: 5}            | listeners.a.access.connectionRate: 5 (expected: keys)
          access: {addressRate: {perSecond: 0}}  | listeners.a: access.addressRate.perSecond: 0 (expected: 1 to 1000000000000)
          access: {byteRate: {perSecond: 100, burst: 9}} | listeners.a: access.byteRate.burst: 9 (expected: 10 to 1000000000000)
          access: {maxConection: 1}              | unknown key 'listeners.a.access.maxConection' (did you mean 'maxConnections'?)
          clientRules: [allow, perhaps]          | listeners.a: clientRules: rule: 'perhaps' (expected: allow or deny at its beginning)
          handshake: {}                          | listeners.a.handshake: handshake.kind is missing (expected: keyword, token, hmac, tls-identity or name-first)
          handshake: {kind: password}            | listeners.a.handshake.kind: 'password' (expected: keyword, token, hmac, tls-identity or name-first)
          handshake: {kind: token}               | listeners.a.handshake: handshake.secretsFile: none (expected: either it or secretsVariable for token)
          handshake: {kind: hmac, secretsFile: a, secretsVariable: b} | listeners.a.handshake: handshake.secretsFile: and secretsVariable (expected: either it or secretsVariable for hmac)
          handshake: {kind: keyword, secretsFile: a} | listeners.a.handshake: handshake.kind: keyword with secrets (expected: token or hmac)
          handshake: {kind: name-first, anyName: true} | listeners.a.handshake: handshake.anyName: true with name-first (expected: only with keyword)
          handshake: {kind: tls-identity}        | listeners.a: handshake.kind: tls-identity (expected: tls with clientAuth request or require)
          handshake: {kind: keyword, unknownRules: []} | listeners.a.handshake: handshake.unknownRules: without unknownRoute (expected: both or only the route)
          handshake: {kind: keyword, unknownRoute: 'bus:x', unknownRules: [x]} | listeners.a.handshake: handshake.unknownRules: rule: 'x' (expected: allow or deny at its beginning)
          handshake: {kind: token, secret: x}    | unknown key 'listeners.a.handshake.secret' (known: kind, secretsFile, secretsVariable, anyName, unknownRoute, unknownRules)
          """)
  void aWrongGroupOfAListener(String group, String expected) throws IOException {
    assertEquals(
        "FILE: " + expected,
        error("listeners: {a: {transport: tcp, port: 0, route: 'bus:echo', " + group + "}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {transport: unix, path: p, route: 'bus:x', tcp: {}} | listeners.a: tcp: not possible over unix (expected: tcp)
          {transport: udp, port: 0, route: 'bus:x', buffers: {profile: bulk}} | listeners.a: buffers: not possible over udp (expected: tcp or unix)
          {transport: unix, path: p, route: 'bus:x', unix: {mode: '600'}} | listeners.a: unix.mode: '600' (expected: like rw-rw----)
          {transport: tcp, port: 0, route: chat, handshake: {kind: name-first}} | listeners.a: route: chat with a handshake (expected: another route, as the chat has a handshake of its own)
          {transport: tcp, port: 0, route: 'bus:x', bridge: {}} | listeners.a: route: bus:x with bridge (expected: bridge)
          {transport: tcp, port: 0, route: bridge} | listeners.a: framing: none (expected: length32, as the bridge's clients speak nothing else)
          {transport: tcp, port: 0, framing: lines, route: bridge} | listeners.a: framing: 'lines' (expected: length32, as the bridge's clients speak nothing else)
          {transport: tcp, port: 0, framing: length32, route: bridge, answerTimeout: 1s} | listeners.a: answerTimeout: given (expected: bridge.replyTimeout instead)
          {transport: tcp, port: 0, framing: length32, route: bridge, bridge: {inbound: ['regex:(']}} | listeners.a: bridge.inbound: regex:( (expected: a regular expression; Unclosed group)
          {transport: tcp, port: 0, framing: length32, route: bridge, bridge: {outbound: ['']}} | listeners.a: bridge.outbound: address: '' (expected: 1 to 1024 characters)
          {transport: tcp, port: 0, framing: length32, route: bridge, bridge: {maxRegistrations: 0}} | listeners.a: bridge.maxRegistrations: 0 (expected: 1 to 1000000)
          {transport: tcp, port: 0, framing: length32, route: bridge, bridge: {replyTimeout: 0}} | listeners.a: bridge.replyTimeout: 0 ms (expected: 1 ms to 1 day)
          {transport: tcp, port: 0, framing: length32, route: bridge, bridge: {in: []}} | unknown key 'listeners.a.bridge.in' (known: inbound, outbound, maxRegistrations, maxReplyAddresses, replyTimeout)
          {transport: tcp, port: 0, route: chat, clientRules: [allow]} | listeners.a: route: chat with clientRules (expected: another route, as the chat has a handshake of its own)
          """)
  void groupsThatDoNotFit(String listener, String expected) throws IOException {
    assertEquals("FILE: " + expected, error("listeners: {a: " + listener + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          maxConnections: 0              | maxConnections: 0 (expected: 1 to 2147483647)
          traceCallSites: -1             | traceCallSites: -1 (expected: 0 to 2147483647)
          bindPolicy: some               | bindPolicy: 'some' (expected: all or any)
          memory: {inByte: 1}            | unknown key 'memory.inByte' (did you mean 'inBytes'?)
          memory: {inBytes: 1}           | memory.inBytes: 1 (expected: >= 65536)
          memory: {inBytes: 100000, outBytes: 100000, totalBytes: 99999} | memory.totalBytes: 99999 (expected: >= 100000)
          gateway: {http: {timeouts: {heads: 1s}}} | unknown key 'gateway.http.timeouts.heads' (did you mean 'head'?)
          gateway: {http: {timeouts: {head: 1ms}}} | gateway.http.timeouts.head: PT0.001S (expected: PT0.01S to PT24H)
          gateway: {http: {requests: {fields: 0}}} | gateway.http.requests.fields: 0 (expected: 1 to 100000)
          gateway: {http: {maxAheadBytes: 1}} | gateway.http.maxAheadBytes: 1 (expected: 1024 to 16777216)
          gateway: {eventBus: {inbound: ['regex:(']}} | gateway.eventBus.inbound: regex:( (expected: a regular expression; Unclosed group)
          gateway: {eventBus: {maxRegistrations: 0}} | gateway.eventBus.maxRegistrations: 0 (expected: 1 to 1000000)
          gateway: {eventBus: {outbounds: []}} | unknown key 'gateway.eventBus.outbounds' (did you mean 'outbound'?)
          gateway: {site: {http3: true}} | gateway.site.http3: true without gateway.tls (expected: both)
          gateway: {sse: {}}             | gateway.sse.route is missing (expected: a route such as bus:echo)
          gateway: {sse: {route: 'bus:x', keepalive: 1s}} | unknown key 'gateway.sse.keepalive' (did you mean 'keepAlive'?)
          gateway: {sse: {route: 'bus:x', keepAlive: 60s}} | gateway.sse.keepAlive: 60000 ms (expected: less than gateway.idleTimeout, 60000 ms)
          gateway: {sse: {route: 'bus:x', maxPosts: 0}} | gateway.sse.maxPosts: 0 (expected: 1 to 1024)
          gateway: {sse: {route: 'bus:x', maxConnections: 0}} | gateway.sse.maxConnections: 0 (expected: 1 to 2147483647)
          gateway: {sse: {route: 'bus:x', oneWay: perhaps}} | gateway.sse.oneWay: 'perhaps' (expected: true or false)
          clients: {onDuplicate: maybe}  | clients.onDuplicate: 'maybe' (expected: reject, take_over or keep_both)
          clients: {maxConnectionsPerName: 0} | clients.maxConnectionsPerName: 0 (expected: >= 1)
          clients: {rules: [x]}          | clients.rules: rule: 'x' (expected: allow or deny at its beginning)
          clients: {expects: {}}         | unknown key 'clients.expects' (did you mean 'expect'?)
          clients: {expect: {ann: {maxQueuedMessages: -1}}} | clients.expect.ann.maxQueuedMessages: -1 (expected: >= 0)
          clients: {expect: {ann: {maxQueued: 1}}} | unknown key 'clients.expect.ann.maxQueued' (known: rules, maxQueuedMessages, maxQueuedBytes, expiry, onDuplicate)
          clients: {expect: {ann: {rules: [x]}}} | clients.expect.ann.rules: rule: 'x' (expected: allow or deny at its beginning)
          clients: {expect: {a b: {}}}   | clients.expect: 'a b' (expected: 1 to 64 letters, digits, '.', '-' or '_')
          """)
  void aWrongGroupOfTheNode(String content, String expected) throws IOException {
    assertEquals("FILE: " + expected, error(content));
  }
}
