package dev.samara.codec.http;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds requests in the bytes of one connection. Holds at most one line and the fields of one head;
 * never any of a body. Not thread-safe: used by one thread at a time.
 *
 * <pre>
 *   BETWEEN --first byte--> REQUEST_LINE --> FIELDS --no body----------------> BETWEEN
 *                                              |--length--> LENGTH --there--> BETWEEN
 *                                              |--chunked--> CHUNK_LINE
 *   CHUNK_LINE --size--> CHUNK --all there--> CHUNK_END --line end--> CHUNK_LINE
 *        |--0--> TRAILERS --empty line--> BETWEEN
 *   anything but FAULTED --fault--> FAULTED (for good)
 * </pre>
 *
 * What comes out does not depend on how the bytes are cut, save the cuts of data itself.
 */
public final class RequestDetector {
  private enum State {
    BETWEEN,
    REQUEST_LINE,
    FIELDS,
    LENGTH,
    CHUNK_LINE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    FAULTED
  }

  private record CheckedHead(RequestLine line, List<HttpField> fields, RequestHead head) {}

  /** The size of a chunk and what the syntax needs. What goes beyond are extensions. */
  private static final int MAX_CHUNK_LINE_BYTES = ChunkLine.MAX_DIGITS;

  private final HttpLimits limits;
  private final Line line = new Line();
  private final FieldLines fields;
  private final FieldLines trailers;

  // Said only to the few that need it: a connection is cheaper than these texts.
  private final Supplier<String> lineTooLong;
  private final Supplier<String> tooMuchExtended;
  private final Supplier<String> bodyTooLong;

  private State state = State.BETWEEN;

  // Of the request under way, and of the one before until that has come so far.
  private Optional<SeenLine<RequestLine>> requestLine = Optional.empty();
  private Optional<CheckedHead> checked = Optional.empty();

  /** RFC 9112, section 2.2: one empty line before a request line is ignored. */
  private boolean emptyLineSeen;

  /** Of the body, or of the chunk. */
  private long leftBytes;

  private long leftInBody;
  private int leftExtensionBytes;
  private String lastExtensions = "";

  /**
   * For one connection.
   *
   * @param limits how much of everything
   */
  public RequestDetector(HttpLimits limits) {
    this.limits = limits;
    this.fields = new FieldLines(limits.headBytes(), limits.fields(), "the fields");
    this.trailers = new FieldLines(limits.trailerBytes(), limits.trailers(), "the trailers");
    this.lineTooLong = () -> atMost("the request line is", limits.requestLineBytes());
    this.tooMuchExtended =
        () -> atMost("the extensions of all chunks are", limits.extensionBytes());
    this.bodyTooLong = () -> atMost("a body is", limits.bodyBytes());
  }

  /**
   * Reads on, to the end of the bytes or of a request, whichever comes first.
   *
   * @param in taken from its reader index on; what belongs to the next request stays in it, and
   *     after a fault nothing does
   * @param sink gets what is found
   * @return whether a request ended, so that more may be in there
   */
  public boolean detect(ByteBuf in, RequestSink sink) {
    try {
      while (in.isReadable() && state != State.FAULTED) {
        if (step(in, sink)) {
          return true;
        }
      }
    } catch (FaultException e) {
      move(State.FAULTED);
      sink.fault(e.fault());
    }
    if (state == State.FAULTED) {
      in.skipBytes(in.readableBytes());
    }
    return false;
  }

  /**
   * Whether no byte of a further request has come yet.
   *
   * @return true at first and after the end of a request
   */
  public boolean isBetween() {
    return state == State.BETWEEN && line.length == 0;
  }

  /**
   * Whether a head has begun and not ended.
   *
   * @return true from its first byte to its end
   */
  public boolean isInHead() {
    return switch (state) {
      case BETWEEN -> line.length > 0;
      case REQUEST_LINE, FIELDS -> true;
      default -> false;
    };
  }

  /**
   * Whether there was a fault.
   *
   * @return true from then on
   */
  public boolean isFaulted() {
    return state == State.FAULTED;
  }

  /** Whether a request ended. */
  private boolean step(ByteBuf in, RequestSink sink) throws FaultException {
    return switch (state) {
      case BETWEEN -> {
        begin(in);
        yield false;
      }
      case REQUEST_LINE -> {
        readRequestLine(in);
        yield false;
      }
      case FIELDS -> readField(in, sink);
      case LENGTH -> readData(in, sink) && end(sink);
      case CHUNK_LINE -> {
        readChunkLine(in, sink);
        yield false;
      }
      case CHUNK -> {
        if (readData(in, sink)) {
          move(State.CHUNK_END);
        }
        yield false;
      }
      case CHUNK_END -> {
        if (line.read(in, 0, 400, () -> "the data of a chunk is longer than its size")) {
          move(State.CHUNK_LINE);
        }
        yield false;
      }
      case TRAILERS -> readTrailer(in, sink);
      case FAULTED -> false;
    };
  }

  /** What cannot be a method is refused before the line is complete: it may never be. */
  private void begin(ByteBuf in) throws FaultException {
    byte first = in.getByte(in.readerIndex());
    boolean empty = first == '\r' || line.length > 0;
    if (empty && !emptyLineSeen) {
      if (line.read(in, 0, 400, () -> "the request line begins with a control character")) {
        line.clear();
        emptyLineSeen = true;
      }
    } else if (Characters.is(Characters.TOKEN, first)) {
      move(State.REQUEST_LINE);
    } else {
      throw FaultException.bad("the request line does not begin with a method");
    }
  }

  private void readRequestLine(ByteBuf in) throws FaultException {
    if (line.read(in, limits.requestLineBytes(), 414, lineTooLong)) {
      if (requestLine.isEmpty() || !requestLine.get().is(line)) {
        requestLine = Optional.of(SeenLine.of(line, RequestLine.parse(line)));
      }
      move(State.FIELDS);
    }
  }

  private boolean readField(ByteBuf in, RequestSink sink) throws FaultException {
    if (!line.read(in, fields.leftBytes(), 431, fields::tooLong)) {
      return false;
    }
    if (line.length > 0) {
      fields.add(line);
      line.clear();
      return false;
    }
    RequestHead head = head(requestLine.orElseThrow().meaning(), fields.take());
    sink.head(head);
    return switch (head.bodyKind()) {
      case NONE -> end(sink);
      case LENGTH -> {
        leftBytes = head.bodyBytes();
        move(State.LENGTH);
        yield leftBytes == 0 && end(sink);
      }
      case CHUNKED -> {
        leftInBody = limits.bodyBytes();
        leftExtensionBytes = limits.extensionBytes();
        move(State.CHUNK_LINE);
        yield false;
      }
    };
  }

  /** The same line and the same fields as in the request before are the same head. */
  private RequestHead head(RequestLine first, List<HttpField> all) throws FaultException {
    if (checked.isEmpty() || checked.get().line() != first || checked.get().fields() != all) {
      RequestHead head = HeadCheck.check(first, all, limits.bodyBytes(), bodyTooLong);
      checked = Optional.of(new CheckedHead(first, all, head));
    }
    return checked.get().head();
  }

  private boolean readData(ByteBuf in, RequestSink sink) {
    int bytes = (int) Math.min(leftBytes, in.readableBytes());
    leftBytes -= bytes;
    sink.data(in.readSlice(bytes));
    return leftBytes == 0;
  }

  private void readChunkLine(ByteBuf in, RequestSink sink) throws FaultException {
    int most = MAX_CHUNK_LINE_BYTES + leftExtensionBytes;
    if (!line.read(in, most, 413, tooMuchExtended)) {
      return;
    }
    ChunkLine chunk = ChunkLine.parse(line);
    leftExtensionBytes -= chunk.extensionBytes();
    if (leftExtensionBytes < 0) {
      throw new FaultException(413, tooMuchExtended.get());
    }
    if (chunk.sizeBytes() > leftInBody) {
      throw new FaultException(413, bodyTooLong.get());
    }
    if (chunk.sizeBytes() == 0) {
      lastExtensions = chunk.extensions();
      move(State.TRAILERS);
      return;
    }
    leftInBody -= chunk.sizeBytes();
    leftBytes = chunk.sizeBytes();
    move(State.CHUNK);
    sink.chunk(chunk.sizeBytes(), chunk.extensions());
  }

  private static String atMost(String what, long bytes) {
    return "%s at most %d bytes here".formatted(what, bytes);
  }

  private boolean readTrailer(ByteBuf in, RequestSink sink) throws FaultException {
    if (!line.read(in, trailers.leftBytes(), 431, trailers::tooLong)) {
      return false;
    }
    if (line.length > 0) {
      trailers.add(line);
      line.clear();
      return false;
    }
    List<HttpField> all = trailers.take();
    TrailerNames.check(all);
    sink.lastChunk(lastExtensions, all);
    return end(sink);
  }

  private boolean end(RequestSink sink) {
    emptyLineSeen = false;
    move(State.BETWEEN);
    sink.end();
    return true;
  }

  /** The only place where the state changes; every state begins with an empty line. */
  private void move(State to) {
    boolean legal =
        switch (to) {
          case FAULTED -> state != State.FAULTED;
          case BETWEEN -> state == State.FIELDS || state == State.LENGTH || state == State.TRAILERS;
          case REQUEST_LINE -> state == State.BETWEEN;
          case FIELDS -> state == State.REQUEST_LINE;
          case LENGTH -> state == State.FIELDS;
          case CHUNK_LINE -> state == State.FIELDS || state == State.CHUNK_END;
          case CHUNK, TRAILERS -> state == State.CHUNK_LINE;
          case CHUNK_END -> state == State.CHUNK;
        };
    if (!legal) {
      throw new IllegalStateException("a request cannot go from " + state + " to " + to);
    }
    line.clear();
    state = to;
  }
}
