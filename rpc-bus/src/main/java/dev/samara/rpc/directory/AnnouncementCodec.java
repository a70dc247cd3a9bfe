package dev.samara.rpc.directory;

import static dev.samara.rpc.directory.Announcement.MAX_LINE;
import static dev.samara.rpc.directory.Announcement.MAX_LIST;
import static dev.samara.rpc.directory.Announcement.MAX_NAME;
import static dev.samara.rpc.wire.FrameWriter.number;
import static dev.samara.rpc.wire.FrameWriter.text;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts announcements on the wire: a version byte, then the fields in the order of the record;
 * incarnations, serials and epochs in 64 bits (an epoch of 0 is none), other numbers, lengths and
 * counts in seven bits a byte; of the link first its port, 0 for none. Inside a process the record
 * itself is handed over.
 */
public final class AnnouncementCodec implements MessageCodec<Announcement, Announcement> {
  private static final int VERSION = 5;

  /** A codec without state. */
  public AnnouncementCodec() {}

  @Override
  public void encodeToWire(Buffer buffer, Announcement said) {
    ByteBuf out = Unpooled.buffer(512);
    out.writeByte(VERSION);
    text(out, said.nodeId());
    text(out, said.nodeName());
    out.writeLong(said.incarnation());
    out.writeLong(said.serial());
    number(out, said.loops());
    out.writeByte(said.state().ordinal());
    number(out, said.services().size());
    said.services().forEach(service -> write(out, service));
    number(out, said.link().map(LinkAddress::port).orElse(0));
    said.link()
        .ifPresent(link -> {
          text(out, link.host());
          text(out, link.key());
        });
    buffer.appendBuffer(BufferInternal.buffer(out));
  }

  private static void write(ByteBuf out, ServiceInfo service) {
    text(out, service.service());
    number(out, service.calls());
    number(out, service.failuresByKind().size());
    service
        .failuresByKind()
        .forEach((kind, count) -> {
          out.writeByte(kind.code());
          number(out, count);
        });
    number(out, service.totalTime().toNanos());
    number(out, service.longestTime().toNanos());
    number(out, service.methods().size());
    service.methods().forEach(method -> text(out, method));
    out.writeLong(service.epoch().orElse(0));
  }

  /** Throws an IllegalArgumentException for bytes that are not exactly one announcement. */
  @Override
  public Announcement decodeFromWire(int position, Buffer buffer) {
    WireReader in = new WireReader(buffer, position);
    int version = in.unsignedByte("version");
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " is unknown");
    }
    String nodeId = in.text(MAX_NAME, "nodeId");
    String nodeName = in.text(MAX_NAME, "nodeName");
    long incarnation = in.number("incarnation");
    long serial = in.number("serial");
    int loops = (int) in.count(Announcement.MAX_LOOPS, "loops");
    int state = in.unsignedByte("state");
    if (state >= NodeState.values().length) {
      throw new IllegalArgumentException("state " + state + " is unknown");
    }
    int count = (int) in.count(MAX_LIST, "services");
    List<ServiceInfo> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      services.add(readService(in, nodeName));
    }
    Optional<LinkAddress> link = readLink(in);
    in.requireEnd();
    return new Announcement(
        nodeId, nodeName, incarnation, serial, loops, NodeState.values()[state], services, link);
  }

  private static Optional<LinkAddress> readLink(WireReader in) {
    int port = (int) in.count(LinkAddress.MAX_PORT, "link.port");
    return port == 0
        ? Optional.empty()
        : Optional.of(
            new LinkAddress(in.text(MAX_LINE, "link.host"), port, in.text(MAX_NAME, "link.key")));
  }

  private static ServiceInfo readService(WireReader in, String nodeName) {
    String service = in.text(MAX_NAME, "service");
    long calls = in.count(Long.MAX_VALUE, "calls");
    int kinds = (int) in.count(FailureKind.values().length, "kinds");
    Map<FailureKind, Long> failures = new EnumMap<>(FailureKind.class);
    for (int i = 0; i < kinds; i++) {
      FailureKind kind = FailureKind.ofCode(in.unsignedByte("kind"));
      failures.merge(kind, in.count(Long.MAX_VALUE, "failures"), Long::sum);
    }
    Duration total = Duration.ofNanos(in.count(Long.MAX_VALUE, "time"));
    Duration longest = Duration.ofNanos(in.count(Long.MAX_VALUE, "time"));
    int count = (int) in.count(MAX_LIST, "methods");
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      methods.add(in.text(MAX_LINE, "signature"));
    }
    long number = in.number("epoch");
    OptionalLong epoch = number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    return new ServiceInfo(service, nodeName, methods, calls, failures, total, longest, epoch);
  }

  @Override
  public Announcement transform(Announcement said) {
    return said;
  }

  @Override
  public String name() {
    return "samara.rpc.announcement";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
