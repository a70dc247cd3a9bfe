package dev.samara.net.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "192.168.128.0/17, 192.168.128.0, true",
    "192.168.128.0/17, 192.168.127.255, false",
    "192.168.1.4/30, 192.168.1.7, true",
    "192.168.1.4/30, 192.168.1.8, false",
    "192.168.1.128/25, 192.168.1.255, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4/32, 1.2.3.5, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 127.0.0.1, false",
    "::1, ::1, true",
    "::1/128, ::2, false",
    "fe80::/10, febf:ffff::1, true",
    "fe80::/10, fec0::1, false",
    "2001:db8:8000::/33, 2001:db8:8000::1, true",
    "2001:db8:8000::/33, 2001:db8:7fff::1, false",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "::ffff:10.0.0.1, 10.0.0.1, true"
  })
  void contains(String range, String address, boolean expected) {
    assertEquals(expected, Cidr.parse(range).contains(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10",
        "10.1/16",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "256.0.0.1",
        "::/129",
        "fe80::1/10",
        "::1%lo",
        "localhost",
        "example.org/8",
        ":::",
        "1:2:3"
      })
  void refuses(String text) {
    var failure = assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    assertTrue(failure.getMessage().startsWith("address range: '"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32"})
  void writesWhatItReads(String text) {
    assertEquals(text, Cidr.parse(text).toString());
  }
}
