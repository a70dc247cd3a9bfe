package dev.samara.http;

import dev.samara.http.form.FormEvent;
import dev.samara.http.form.FormException;
import dev.samara.http.form.FormLimits;
import dev.samara.http.form.FormParser;
import dev.samara.http.upload.StoredUpload;
import dev.samara.http.upload.Upload;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import dev.samara.http.upload.UploadRequest;
import dev.samara.http.upload.UploadResult;
import dev.samara.http.upload.UploadStore;
import dev.samara.http.wire.InterimAnswer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One form with files on its way to the store: each file under the name of its part, none of them
 * before the form has come whole. The request is paused while the store is not ready. Touched on
 * the request's event loop only.
 */
final class FormHandler {
  private final Exchange exchange;
  private final HttpServerRequest request;
  private final UploadStore store;
  private final FormParser parser;
  private final List<Upload> uploads = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final JsonObject fields = new JsonObject();

  /** The store opens a file, and what follows in the form has to wait. */
  private boolean opening;

  private boolean bodyEnded;

  /** Answered, or not to be answered any more. */
  private boolean over;

  private FormHandler(Exchange exchange, UploadStore store, FormParser parser) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.store = store;
    this.parser = parser;
  }

  /** Whether the request is a form; then it is taken care of. */
  static boolean receive(Exchange exchange, UploadStore store) throws ProblemException {
    String type = Optional.ofNullable(exchange.request().getHeader("Content-Type")).orElse("");
    Optional<FormParser> parser = FormParser.of(type, FormLimits.defaults());
    if (parser.isEmpty()) {
      return false;
    }
    boolean waits = RequestRules.expectsContinue(exchange.request());
    new FormHandler(exchange, store, parser.get()).start();
    if (waits) {
      InterimAnswer.goOn(exchange.request());
    }
    return true;
  }

  private void start() {
    request.exceptionHandler(this::breakOff);
    request.handler(this::take);
    request.endHandler(end -> {
      bodyEnded = true;
      proceed();
    });
  }

  private void take(Buffer buffer) {
    parser.feed(((BufferInternal) buffer).getByteBuf().nioBuffer());
    proceed();
  }

  /** Deals with all that can be told so far. */
  private void proceed() {
    try {
      while (!opening && !over) {
        Optional<FormEvent> event = parser.next();
        if (event.isEmpty()) {
          break;
        }
        handle(event.get());
      }
    } catch (FormException e) {
      fail(e.tooLarge() ? Problem.TOO_LARGE : Problem.BAD_BODY, e.getMessage());
    } catch (UploadException e) {
      end();
      exchange.fail(e);
    }
    if (bodyEnded && !opening && !over) {
      finish();
    }
  }

  private void handle(FormEvent event) throws UploadException, FormException {
    switch (event) {
      case FormEvent.FileBegin file -> open(UploadName.parse(file.name()));
      case FormEvent.FileData data -> {
        if (!uploads.getLast().offer(data.bytes())) {
          request.pause();
        }
      }
      case FormEvent.Field field -> fields.put(field.name(), field.value());
      case FormEvent.FileEnd _, FormEvent.End _ -> {}
    }
  }

  private void open(UploadName name) {
    if (names.contains(name.value())) {
      fail(Problem.BAD_BODY, "two files of the form have the name " + name);
      return;
    }
    names.add(name.value());
    opening = true;
    request.pause();
    store
        .begin(UploadRequest.of(name, -1), () -> exchange.onLoop(request::resume))
        .onComplete(
            upload -> exchange.onLoop(() -> opened(upload)),
            refused -> exchange.onLoop(() -> fail(refused)));
  }

  private void opened(Upload upload) {
    opening = false;
    uploads.add(upload);
    upload.result().onFailure(cause -> exchange.onLoop(() -> fail(cause)));
    if (over) {
      upload.abort("the form was broken off");
      return;
    }
    request.resume();
    proceed();
  }

  /** Everything came: now the files get their names. */
  private void finish() {
    if (!parser.isDone()) {
      fail(Problem.BAD_BODY, "the form is not complete");
      return;
    }
    if (!uploads.stream().allMatch(Upload::isOpen)) {
      // One failed; its result is on the way here.
      return;
    }
    over = true;
    uploads.forEach(Upload::finish);
    Future.join(uploads.stream().map(Upload::result).toList())
        .onComplete(
            all -> exchange.onLoop(() -> answer(all.<UploadResult>list())),
            failed -> exchange.onLoop(() -> exchange.fail(failed)));
  }

  private void answer(List<UploadResult> results) {
    var files = new JsonArray();
    boolean created = false;
    for (UploadResult result : results) {
      if (result instanceof StoredUpload stored) {
        files.add(UploadHandler.document(stored));
        created |= stored.created();
      }
    }
    exchange.sendJson(
        created ? 201 : 200, new JsonObject().put("files", files).put("fields", fields));
  }

  private void fail(Throwable cause) {
    if (!over) {
      end();
      exchange.fail(cause);
    }
  }

  private void fail(Problem problem, String detail) {
    if (!over) {
      end();
      exchange.fail(problem, detail);
    }
  }

  /** What is not a lost connection is a body that cannot be read: answered before the close. */
  private void breakOff(Throwable cause) {
    boolean answers = !over && !(cause instanceof HttpClosedException);
    end();
    if (answers) {
      exchange.failAndClose(Problem.BAD_BODY, "the body is not framed as announced");
    }
  }

  /** A form that is finished already goes on without its sender. */
  private void end() {
    if (!over) {
      over = true;
      uploads.forEach(upload -> upload.abort("the form was broken off"));
      exchange.dropRest();
    }
  }
}
