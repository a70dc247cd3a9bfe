package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @Test
  void addressesAreRead() {
    var loopback = new InetSocketAddress("127.0.0.1", 7400);
    assertEquals(Target.tcp(loopback).address(), Target.parse("tcp://127.0.0.1:7400").address());
    assertEquals(new Target(Medium.UDP, loopback, "/ws"), Target.parse("udp://127.0.0.1:7400"));
    assertEquals(
        new Target(Medium.WS, loopback, "/chat"), Target.parse("ws://127.0.0.1:7400/chat"));
    assertEquals(
        UnixDomainSocketAddress.of("/run/echo.sock"),
        Target.parse("unix:///run/echo.sock").address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:7400",
        "tls://127.0.0.1:7400",
        "ws://127.0.0.1:80/chat",
        "unix:///run/echo.sock"
      })
  void addressesAreWrittenAsTheyAreRead(String text) {
    assertEquals(text, Target.parse(text).uri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7400", "http://a:80", "tcp://a", "tcp://:80", "unix:", "%"})
  void othersAreRefused(String text) {
    var caught = assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
    assertTrue(caught.getMessage().startsWith("no address: " + text), caught.getMessage());
  }

  @Test
  void pathsAreForUnixOnly() {
    var path = UnixDomainSocketAddress.of("/x");
    assertThrows(IllegalArgumentException.class, () -> new Target(Medium.TCP, path, ""));
  }

  @Test
  void serverMayHaveSeveralPorts() {
    Target two = Medium.TCP.target("7400,7401");
    assertEquals(Target.parse("tcp://127.0.0.1:7400").address(), two.address());
    assertEquals(2, two.addresses().size());
    assertThrows(IllegalArgumentException.class, () -> new Target(Medium.TCP, List.of(), "/ws"));
  }
}
