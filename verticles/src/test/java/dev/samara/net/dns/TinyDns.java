package dev.samara.net.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A DNS server on loopback that knows a few records (RFC 1035): addresses of version 4 and names.
 * It denies what it does not know, and says nothing about what it is to be silent about.
 */
public final class TinyDns implements AutoCloseable {

  private static final int A = 1;
  private static final int PTR = 12;
  private static final int IN = 1;
  private static final int ANSWER_AUTHORITATIVE = 0x8580;
  private static final int NO_SUCH_NAME = 3;
  private static final int NAME_AT_HEADER_END = 0xC00C;

  private record Question(int id, String name, int type, byte[] bytes) {}

  private record Data(int type, int ttlSeconds, byte[] bytes) {}

  private final DatagramSocket socket;
  private final Map<String, List<Data>> records = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public TinyDns() {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /** As resolvers want to have it. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Knows a host's address from now on. */
  public TinyDns host(String name, String address, int ttlSeconds) {
    var data = new Data(A, ttlSeconds, InetAddress.ofLiteral(address).getAddress());
    records.put(name + ".", List.of(data));
    return this;
  }

  /** Knows from now on what a domain points to. */
  public TinyDns pointer(String domain, String... names) {
    records.put(
        domain + ".",
        List.of(names).stream().map(name -> new Data(PTR, 60, encoded(name))).toList());
    return this;
  }

  /** Says nothing about a name from now on. */
  public TinyDns silent(String name) {
    records.put(name + ".", List.of());
    return this;
  }

  /** How often it was asked for something. */
  public long asked(String name) {
    return asked.stream().filter((name + ".")::equals).count();
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[512], 512);
    while (!socket.isClosed()) {
      try {
        packet.setLength(512);
        socket.receive(packet);
        answer(packet);
      } catch (IOException e) {
        return; // Closed, mostly: the test is over.
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    var question = question(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    asked.add(question.name());
    var known = records.get(question.name());
    if (known != null && known.isEmpty()) {
      return;
    }
    var fitting =
        known == null
            ? List.<Data>of()
            : known.stream().filter(data -> data.type() == question.type()).toList();
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeShort(question.id());
    out.writeShort(ANSWER_AUTHORITATIVE | (known == null ? NO_SUCH_NAME : 0));
    out.writeShort(1);
    out.writeShort(fitting.size());
    out.writeInt(0);
    out.write(question.bytes());
    for (var data : fitting) {
      out.writeShort(NAME_AT_HEADER_END);
      out.writeShort(data.type());
      out.writeShort(IN);
      out.writeInt(data.ttlSeconds());
      out.writeShort(data.bytes().length);
      out.write(data.bytes());
    }
    socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), packet.getSocketAddress()));
  }

  private static Question question(ByteBuffer packet) {
    var id = packet.getShort() & 0xFFFF;
    packet.position(12);
    var name = new StringBuilder();
    for (var length = packet.get(); length > 0; length = packet.get()) {
      var label = new byte[length];
      packet.get(label);
      name.append(new String(label, StandardCharsets.US_ASCII)).append('.');
    }
    var type = packet.getShort();
    packet.getShort();
    var bytes = new byte[packet.position() - 12];
    packet.get(12, bytes);
    return new Question(id, name.toString(), type, bytes);
  }

  /** Each label with its length, and one of none. */
  private static byte[] encoded(String name) {
    var bytes = new ByteArrayOutputStream();
    for (var label : name.split("\\.")) {
      bytes.write(label.length());
      bytes.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
