package dev.samara.rpc;

import dev.samara.rpc.Envelope.Announcement;
import dev.samara.rpc.Envelope.Answer;
import dev.samara.rpc.Envelope.Failure;
import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Puts one kind of envelope on the wire: a version byte, then the fields in the order of the
 * record. Numbers are 64 bits, texts, byte arrays and lists start with their length or count in 32
 * bits. Inside a process the record itself is handed over.
 */
final class EnvelopeCodec<E extends Envelope> implements MessageCodec<E, E> {
  private static final int VERSION = 1;

  static final EnvelopeCodec<Request> REQUEST =
      new EnvelopeCodec<>("request", EnvelopeCodec::writeRequest, EnvelopeCodec::readRequest);
  static final EnvelopeCodec<Answer> ANSWER =
      new EnvelopeCodec<>("answer", EnvelopeCodec::writeAnswer, EnvelopeCodec::readAnswer);
  static final EnvelopeCodec<Failure> FAILURE =
      new EnvelopeCodec<>("failure", EnvelopeCodec::writeFailure, EnvelopeCodec::readFailure);
  static final EnvelopeCodec<Announcement> ANNOUNCEMENT =
      new EnvelopeCodec<>(
          "announcement", EnvelopeCodec::writeAnnouncement, EnvelopeCodec::readAnnouncement);

  private final String name;
  private final BiConsumer<Buffer, E> writer;
  private final Function<WireReader, E> reader;

  private EnvelopeCodec(String kind, BiConsumer<Buffer, E> writer, Function<WireReader, E> reader) {
    this.name = "samara.rpc." + kind;
    this.writer = writer;
    this.reader = reader;
  }

  /** Makes all envelopes known to a bus; a second time changes nothing. */
  static void registerAll(EventBus bus) {
    register(bus, Request.class, REQUEST);
    register(bus, Answer.class, ANSWER);
    register(bus, Failure.class, FAILURE);
    register(bus, Announcement.class, ANNOUNCEMENT);
  }

  private static <E extends Envelope> void register(
      EventBus bus, Class<E> type, EnvelopeCodec<E> codec) {
    try {
      bus.registerDefaultCodec(type, codec);
    } catch (IllegalStateException already) {
      // Another RPC end in the same Vertx was first; the codecs have no state.
    }
  }

  @Override
  public void encodeToWire(Buffer buffer, E envelope) {
    buffer.appendUnsignedByte((short) VERSION);
    writer.accept(buffer, envelope);
  }

  /** Throws an IllegalArgumentException for bytes that are not exactly one envelope. */
  @Override
  public E decodeFromWire(int position, Buffer buffer) {
    WireReader in = new WireReader(buffer, position);
    int version = in.unsignedByte("version");
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " is unknown");
    }
    E envelope = reader.apply(in);
    in.requireEnd();
    return envelope;
  }

  @Override
  public E transform(E envelope) {
    return envelope;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static void writeRequest(Buffer out, Request request) {
    out.appendLong(request.callId());
    text(out, request.caller());
    text(out, request.service());
    text(out, request.method());
    out.appendLong(request.remainingMillis());
    bytes(out, request.arguments());
  }

  private static Request readRequest(WireReader in) {
    return new Request(
        in.number("callId"),
        in.text(Envelope.MAX_NAME, "caller"),
        in.text(Envelope.MAX_NAME, "service"),
        in.text(Envelope.MAX_NAME, "method"),
        in.number("remainingMillis"),
        in.bytes(RpcOptions.MAX_MESSAGE_BYTES, "arguments"));
  }

  private static void writeAnswer(Buffer out, Answer answer) {
    out.appendLong(answer.callId());
    bytes(out, answer.result());
  }

  private static Answer readAnswer(WireReader in) {
    return new Answer(in.number("callId"), in.bytes(RpcOptions.MAX_MESSAGE_BYTES, "result"));
  }

  private static void writeFailure(Buffer out, Failure failure) {
    out.appendLong(failure.callId());
    out.appendUnsignedByte((short) failure.kind().code());
    text(out, failure.message());
  }

  private static Failure readFailure(WireReader in) {
    return new Failure(
        in.number("callId"),
        FailureKind.ofCode(in.unsignedByte("kind")),
        in.text(Envelope.MAX_LINE, "message"));
  }

  private static void writeAnnouncement(Buffer out, Announcement announcement) {
    text(out, announcement.nodeId());
    text(out, announcement.nodeName());
    out.appendLong(announcement.incarnation());
    out.appendUnsignedByte((short) announcement.state().ordinal());
    out.appendInt(announcement.services().size());
    for (ServiceInfo service : announcement.services()) {
      text(out, service.service());
      out.appendLong(service.calls());
      out.appendLong(service.failures());
      out.appendInt(service.methods().size());
      service.methods().forEach(method -> text(out, method));
    }
  }

  private static Announcement readAnnouncement(WireReader in) {
    String nodeId = in.text(Envelope.MAX_NAME, "nodeId");
    String nodeName = in.text(Envelope.MAX_NAME, "nodeName");
    long incarnation = in.number("incarnation");
    int state = in.unsignedByte("state");
    if (state >= NodeState.values().length) {
      throw new IllegalArgumentException("state " + state + " is unknown");
    }
    int count = in.length(Envelope.MAX_LIST, "services");
    List<ServiceInfo> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      services.add(readService(in, nodeName));
    }
    return new Announcement(nodeId, nodeName, incarnation, NodeState.values()[state], services);
  }

  private static ServiceInfo readService(WireReader in, String nodeName) {
    String service = in.text(Envelope.MAX_NAME, "service");
    long calls = in.number("calls");
    long failures = in.number("failures");
    int count = in.length(Envelope.MAX_LIST, "methods");
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      methods.add(in.text(Envelope.MAX_LINE, "signature"));
    }
    return new ServiceInfo(service, nodeName, methods, calls, failures);
  }

  private static void text(Buffer out, String text) {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(Buffer out, byte[] bytes) {
    out.appendInt(bytes.length).appendBytes(bytes);
  }
}
