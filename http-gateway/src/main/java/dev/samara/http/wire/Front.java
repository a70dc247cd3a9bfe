package dev.samara.http.wire;

import dev.samara.codec.http.BodyKind;
import dev.samara.codec.http.HttpFault;
import dev.samara.codec.http.RequestHead;
import dev.samara.http.limits.WireOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/**
 * One connection of HTTP/1.x: which half of a request or answer is under way. Owned by the event
 * loop of the connection.
 *
 * <pre>
 *   BETWEEN --head--> RECEIVING --its end--> ANSWERING --answered--> BETWEEN
 *                         |                      |--101, or 2xx to CONNECT--> UPGRADED
 *                         |--answered--> DRAINING --its end--> BETWEEN
 *
 *   any of these --fault, or no more is wanted--> ENDING --answered, or closed--> LINGERING
 *   BETWEEN, ENDING --answered by the wire itself--> LINGERING
 *   LINGERING --the client closes, or it is late--> closed
 * </pre>
 *
 * From ENDING on all that comes in is dropped. LINGERING: the answer is out and so is the end of
 * the stream, but closing now, with bytes of the client unread, would take the answer away from it
 * (RFC 9112, section 9.6).
 */
public final class Front {
  private enum State {
    BETWEEN,
    RECEIVING,
    ANSWERING,
    DRAINING,
    UPGRADED,
    ENDING,
    LINGERING
  }

  private static final AttributeKey<Front> KEY = AttributeKey.valueOf(Front.class, "front");

  private final WireOptions options;
  private final WireHost host;
  private final HeadWriter headWriter;
  private final Channel channel;
  private final RequestReader reader;
  private final ResponseGuard guard;
  private final Deadlines deadlines;
  private State state = State.BETWEEN;

  // Of the request under way; null between requests.
  private RequestHead head;
  private HttpServerRequest request;
  private Runnable onAnswered;

  private BodyMarks marks = BodyMarks.NONE;
  private int requests;
  private boolean hurries;

  Front(WireOptions options, WireHost host, HeadWriter headWriter, Channel channel, long nowNanos) {
    this.options = options;
    this.host = host;
    this.headWriter = headWriter;
    this.channel = channel;
    this.reader = new RequestReader(this);
    this.guard = new ResponseGuard(this);
    this.deadlines = new Deadlines(this, options.timeouts(), nowNanos);
  }

  /** In the connection handler: before a byte was read. */
  void install() {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace("httpDecoder", "httpDecoder", reader);
    pipeline.addAfter("httpEncoder", "responseGuard", guard);
    channel.attr(KEY).set(this);
  }

  /**
   * The front of a connection.
   *
   * @param connection of HTTP
   * @return empty for HTTP/2
   */
  public static Optional<Front> of(HttpConnection connection) {
    return Optional.ofNullable(channel(connection).attr(KEY).get());
  }

  static Channel channel(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }

  /**
   * A request was handed to the application.
   *
   * @param served the request; when it is answered before it has come whole, the rest is dropped
   */
  public void serves(HttpServerRequest served) {
    request = served;
  }

  /**
   * Waits for the end of the answer to the request under way.
   *
   * @param action run once, on the event loop, when it is written or the connection is closed
   */
  public void whenAnswered(Runnable action) {
    Runnable before = onAnswered;
    onAnswered =
        before == null
            ? action
            : () -> {
              before.run();
              action.run();
            };
  }

  /**
   * Where the chunks of the request under way begin.
   *
   * @return the marks of that request for good
   */
  public BodyMarks marks() {
    return marks;
  }

  /** No further request is read; the connection ends after the answer under way. */
  public void finish() {
    switch (state) {
      case RECEIVING, ANSWERING, DRAINING -> move(State.ENDING);
      case BETWEEN -> {
        move(State.ENDING);
        linger();
      }
      default -> {
        // It ends already, or is not HTTP any more.
      }
    }
  }

  WireOptions options() {
    return options;
  }

  WireHost host() {
    return host;
  }

  HeadWriter headWriter() {
    return headWriter;
  }

  Channel channel() {
    return channel;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Of the request under way. */
  RequestHead head() {
    return head;
  }

  boolean asksToUpgrade() {
    return head != null && head.first("Upgrade").isPresent();
  }

  // What the reader tells and asks.

  boolean readsOn() {
    return state == State.BETWEEN || state == State.RECEIVING || state == State.DRAINING;
  }

  boolean discardsInput() {
    return state == State.ENDING || state == State.LINGERING;
  }

  boolean forwardsBody() {
    return state == State.RECEIVING;
  }

  boolean isBetween() {
    return state == State.BETWEEN;
  }

  boolean isInHead() {
    return state == State.BETWEEN && reader.isInHead();
  }

  boolean isReceiving() {
    return state == State.RECEIVING;
  }

  boolean isDraining() {
    return state == State.DRAINING;
  }

  boolean isLingering() {
    return state == State.LINGERING;
  }

  boolean isUpgraded() {
    return state == State.UPGRADED;
  }

  /** Bytes came, of whatever. */
  void bytesRead(int bytes) {
    deadlines.bytesRead();
  }

  void bodyRead(int bytes) {
    deadlines.bodyRead(bytes);
  }

  void requestBegan(RequestHead begun) {
    host.requestBegan();
    requests++;
    head = begun;
    marks = BodyMarks.of(begun);
    deadlines.requestBegan();
    guard.requestBegan(begun);
    move(State.RECEIVING);
  }

  /** Whether Vert.x is to hear of it. */
  boolean requestEnded() {
    switch (state) {
      case RECEIVING -> move(State.ANSWERING);
      case DRAINING -> between();
      default -> {
        return false;
      }
    }
    return true;
  }

  void fault(HttpFault fault) {
    host.faulty(fault.status(), fault.reason());
    switch (state) {
      case BETWEEN -> {
        host.requestBegan();
        guard.answer(fault);
      }
      case RECEIVING -> {
        boolean told = guard.isAnswerBegun();
        if (told) {
          move(State.ENDING);
        } else {
          guard.answer(fault);
        }
        // The handlers of the request hear of it, and Vert.x closes the connection.
        channel.pipeline().context(reader).fireExceptionCaught(new FaultyBodyException(fault));
      }
      case DRAINING -> finishDraining();
      default -> {} // Nobody is left to tell.
    }
  }

  // What the guard tells and asks.

  /** Whether this answer has to be the last. */
  boolean isLast() {
    return state == State.ENDING
        || requests >= options.maxRequestsPerConnection()
        || deadlines.isConnectionOld();
  }

  void closed() {
    Runnable action = onAnswered;
    onAnswered = null;
    if (action != null) {
      action.run();
    }
  }

  void answered(boolean close) {
    closed();
    boolean early = state == State.RECEIVING;
    switch (state) {
      case RECEIVING -> move(close ? State.ENDING : State.DRAINING);
      case ANSWERING -> {
        if (close) {
          move(State.ENDING);
        } else {
          between();
        }
      }
      default -> {
        // ENDING: it lingers now.
      }
    }
    if (early) {
      deadlines.drainingBegan();
      dropRest();
    }
    if (state == State.ENDING) {
      linger();
    } else {
      reader.proceed();
    }
  }

  void upgraded() {
    move(State.UPGRADED);
  }

  /** The answer was made by the wire itself and is written. */
  void answeredByWire() {
    closed();
    if (state != State.ENDING) {
      move(State.ENDING);
    }
    linger();
  }

  /** All that was promised for a body was read, or dropped for long enough. */
  void finishDraining() {
    move(State.ENDING);
    linger();
  }

  private void linger() {
    move(State.LINGERING);
    deadlines.lingeringBegan();
    guard.endOutput(hurries);
  }

  /** The gateway closes. */
  void hurry() {
    hurries = true;
    if (state == State.LINGERING) {
      closeNow();
    }
  }

  /** Somebody closes the connection. */
  boolean lingersOnClose() {
    if (state == State.ENDING && guard.isAnswerWritten()) {
      linger();
    }
    return state == State.LINGERING && !hurries;
  }

  void closeNow() {
    guard.closeNow();
  }

  /** A fault that no byte shows: too slow. */
  void tooSlow(String reason) {
    fault(new HttpFault(408, reason));
  }

  /** Turned away before its first request. */
  void refuse(String reason) {
    guard.answer(new HttpFault(503, reason));
  }

  ChannelHandlerContext readerContext() {
    return channel.pipeline().context(reader);
  }

  private void between() {
    move(State.BETWEEN);
    head = null;
    request = null;
    deadlines.waitingBegan();
  }

  /** Vert.x may hold back what the application did not ask for; the next request is behind it. */
  private void dropRest() {
    if (request != null && head.bodyKind() != BodyKind.NONE && !request.isEnded()) {
      request.handler(dropped -> {});
      request.resume();
    }
  }

  /** The only place where the state changes. */
  private void move(State to) {
    boolean legal =
        switch (to) {
          case RECEIVING -> state == State.BETWEEN;
          case ANSWERING, DRAINING -> state == State.RECEIVING;
          case BETWEEN -> state == State.ANSWERING || state == State.DRAINING;
          case UPGRADED -> state == State.ANSWERING || state == State.RECEIVING;
          case ENDING -> state != State.LINGERING && state != State.UPGRADED;
          case LINGERING -> state == State.ENDING;
        };
    if (!legal) {
      throw new IllegalStateException("a connection cannot go from " + state + " to " + to);
    }
    state = to;
  }
}
