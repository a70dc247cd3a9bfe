package dev.samara.http;

import dev.samara.http.upload.ParkedUpload;
import dev.samara.http.upload.Upload;
import dev.samara.http.upload.UploadResult;
import dev.samara.http.wire.Front;
import dev.samara.http.wire.InterimAnswer;
import dev.samara.http.wire.Reading;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The body of one request on its way to the store. Touched on the request's event loop only. */
final class UploadBody {
  private static final String BROKEN_OFF = "the client broke off";

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final Consumer<UploadResult> answer;
  private final Consumer<Throwable> refusal;

  /** The body will not come whole; the answer, if one can be read, is given at that moment. */
  private boolean broken;

  private boolean ended;
  private boolean flushes;
  private final Optional<Reading> reading;
  private Optional<Upload> upload = Optional.empty();

  private UploadBody(
      Exchange exchange, Consumer<UploadResult> answer, Consumer<Throwable> refusal) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.answer = answer;
    this.refusal = refusal;
    this.reading = Front.of(request.connection()).map(front -> new Reading(request.connection()));
    request.exceptionHandler(this::breakOff);
  }

  /**
   * Streams the body of a request, which is paused until the store is ready.
   *
   * @param begin begins the upload, given what to run when the store wants more
   * @param answer answers when the store has everything
   * @param refusal answers when it does not take it
   */
  static void receive(
      Exchange exchange,
      Function<Runnable, Future<Upload>> begin,
      Consumer<UploadResult> answer,
      Consumer<Throwable> refusal)
      throws ProblemException {
    HttpServerRequest request = exchange.request();
    boolean waits = RequestRules.expectsContinue(request);
    request.pause();
    var body = new UploadBody(exchange, answer, refusal);
    begin
        .apply(() -> exchange.onLoop(body::letCome))
        .onComplete(
            begun -> exchange.onLoop(() -> body.start(begun, waits)),
            refused -> exchange.onLoop(() -> body.refuse(refused)));
  }

  private void start(Upload begun, boolean clientWaits) {
    upload = Optional.of(begun);
    begun
        .result()
        .onComplete(
            result -> exchange.onLoop(() -> answer(result)),
            failed -> exchange.onLoop(() -> refuse(failed)));
    if (broken) {
      begun.abort(BROKEN_OFF);
      return;
    }
    request.handler(buffer -> pass(begun, buffer));
    request.endHandler(end -> {
      ended = true;
      begun.finish();
    });
    if (clientWaits) {
      InterimAnswer.goOn(request);
    }
    request.resume();
  }

  /** A part that ended before its body did was broken off, or taken over by another request. */
  private void answer(UploadResult result) {
    reading.ifPresent(Reading::release);
    if (result instanceof ParkedUpload && !ended) {
      if (!broken) {
        exchange.dropRest();
        exchange.abort();
      }
    } else {
      answer.accept(result);
    }
  }

  private void refuse(Throwable cause) {
    reading.ifPresent(Reading::release);
    if (!broken) {
      refusal.accept(cause);
    }
  }

  /** What comes in one turn of the event loop is one piece of work for the writer. */
  private void pass(Upload upload, Buffer buffer) {
    if (!upload.offerPart(bytes(buffer))) {
      reading.ifPresentOrElse(Reading::hold, request::pause);
    }
    if (!flushes) {
      flushes = true;
      exchange.onLoop(() -> {
        flushes = false;
        upload.flush();
      });
    }
  }

  private void letCome() {
    reading.ifPresent(Reading::release);
    if (!request.isEnded()) {
      request.resume();
    }
  }

  /** What is not a lost connection is a body that cannot be read: answered before the close. */
  private void breakOff(Throwable cause) {
    broken = true;
    upload.ifPresent(begun -> begun.abort(BROKEN_OFF));
    exchange.dropRest();
    if (!RequestRules.isClientGone(cause)) {
      exchange.failAndClose(Problem.BAD_BODY, "the body is not framed as announced");
    }
  }

  /** Without a copy: Vert.x gave us a buffer of our own on the heap. */
  private static ByteBuffer bytes(Buffer buffer) {
    return ((BufferInternal) buffer).getByteBuf().nioBuffer();
  }
}
