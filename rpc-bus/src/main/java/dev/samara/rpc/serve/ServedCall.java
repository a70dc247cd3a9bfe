package dev.samara.rpc.serve;

import dev.samara.net.watch.Occupation;
import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceException;
import dev.samara.rpc.call.ServiceOptions.Threading;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.contract.MethodContract.Returns;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.InStream;
import dev.samara.rpc.dialogue.IncomingCall;
import dev.samara.rpc.dialogue.ItemEncoder;
import dev.samara.rpc.dialogue.OutStream;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.scope.CallScope;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call on the service's side, from its arguments to its outcome. When nobody waits any more,
 * its thread is interrupted, what {@link #onCancel} was given is run, its stream is stopped.
 */
final class ServedCall implements Call, IncomingCall.Listener {
  private static final int MAX_STACK = 16_000;

  private final IncomingCall incoming;
  private final ServedService service;
  private final MethodContract method;
  private final Optional<PayloadFormat> format;
  private final ServiceTable table;
  private final ContextInternal context;
  private final long arrivedNanos;
  private Trace trace = Trace.NONE;
  private Optional<InStream<Object>> upload = Optional.empty();

  // Guarded by this.
  private List<Runnable> onCancel = List.of();
  private boolean over;
  private boolean cancelled;
  private Thread worker;

  ServedCall(
      IncomingCall incoming,
      ServedService service,
      MethodContract method,
      Optional<PayloadFormat> format,
      ServiceTable table) {
    this.incoming = incoming;
    this.service = service;
    this.method = method;
    this.format = format;
    this.table = table;
    this.arrivedNanos = incoming.loop().recentNanos();
    this.context = service.home().orElse(incoming.loop().context()).duplicate();
    CallScope.put(context, this);
  }

  // ---- what the service sees

  @Override
  public String service() {
    return service.name();
  }

  @Override
  public String method() {
    return method.name();
  }

  @Override
  public String caller() {
    return incoming.caller();
  }

  @Override
  public Map<String, String> metadata() {
    return incoming.metadata();
  }

  @Override
  public Optional<Duration> remaining() {
    if (incoming.deadlineNanos() == Attempt.NO_DEADLINE) {
      return Optional.empty();
    }
    long nanos = incoming.deadlineNanos() - incoming.loop().nanoTime();
    return Optional.of(Duration.ofNanos(Math.max(0, nanos)));
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Runnable onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        if (!over) {
          List<Runnable> all = new ArrayList<>(onCancel);
          all.add(action);
          onCancel = all;
        }
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void forget(Runnable action) {
    List<Runnable> others = new ArrayList<>(onCancel);
    others.remove(action);
    onCancel = others;
  }

  // ---- its life

  IncomingCall incoming() {
    return incoming;
  }

  ContextInternal context() {
    return context;
  }

  /** The call has been admitted. */
  void traced(Trace its) {
    trace = its;
  }

  @Override
  public void ended(Optional<FailureKind> failure) {
    long tookNanos = incoming.loop().nanoTime() - arrivedNanos;
    service.figures().on(incoming.loop().index()).ended(tookNanos);
    failure.ifPresent(service.figures()::failed);
    tellWork(failure);
    trace.end(failure);
    table.served(this, service, failure, tookNanos);
  }

  private void tellWork(Optional<FailureKind> failure) {
    boolean abandoned =
        failure.isPresent()
            && (failure.get() == FailureKind.CANCELLED || failure.get() == FailureKind.EXPIRED);
    List<Runnable> actions;
    synchronized (this) {
      over = true;
      actions = onCancel;
      onCancel = List.of();
      if (!abandoned) {
        return;
      }
      cancelled = true;
      if (worker != null) {
        worker.interrupt();
      }
    }
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException broken) {
        table.log().warn("{}: an action on cancel failed", this, broken);
      }
    }
  }

  /** Runs it where it belongs. On the dialogue's event loop. */
  void start() {
    if (method.uploadIndex().isPresent()) {
      InStream<Object> items =
          new InStream<>(
              table.streamWindow(), context, this::uploadItem, () -> incoming.stopUpload());
      upload = Optional.of(items);
      incoming.expect(items);
    }
    if (method.returns() != Returns.VALUE) {
      if (context.isEventLoopContext()
          && context.nettyEventLoop() == incoming.loop().context().nettyEventLoop()) {
        context.dispatch(this::run);
      } else {
        runOnOtherLoop();
      }
    } else if (service.options().threading() == Threading.WORKER) {
      context.executeBlocking(this::runOnThread, false).onFailure(this::failed);
    } else {
      Thread.ofVirtual().name("samara-rpc-" + this).start(this::runOnThread);
    }
  }

  private void runOnOtherLoop() {
    Optional<CallLoop> other = table.loopOf(context);
    if (other.isPresent() && incoming.loop().isCurrent()) {
      incoming.servedOn(other.get());
      incoming.loop().handOver(other.get(), () -> context.dispatch(this::run));
    } else {
      context.runOnContext(now -> run());
    }
  }

  /** Its turn has come while another call ended, on any event loop. */
  void startElsewhere() {
    incoming
        .loop()
        .execute(() -> {
          if (!isEnded()) {
            start();
          }
        });
  }

  /** It was abandoned when its turn had just come. */
  private synchronized boolean isEnded() {
    return over;
  }

  private Void runOnThread() {
    synchronized (this) {
      if (over) {
        return null;
      }
      worker = Thread.currentThread();
    }
    try {
      CallScope.run(
          this,
          context,
          () -> {
            run();
            return null;
          });
    } catch (Exception thrown) {
      failed(thrown);
    } finally {
      synchronized (this) {
        worker = null;
        Thread.interrupted();
      }
    }
    return null;
  }

  private void run() {
    if (isOver()) {
      incoming.fail(FailureKind.EXPIRED, this + " was not started before its deadline");
      return;
    }
    Object[] arguments;
    try {
      arguments = withUpload(arguments());
    } catch (PayloadException bad) {
      incoming.fail(FailureKind.BAD_ARGUMENTS, this + ": " + bad.getMessage());
      return;
    }
    Object result;
    Object before = Occupation.begin(this);
    try {
      table.serving(this);
      result = service.invoke(method.method(), arguments);
    } catch (InvocationTargetException thrown) {
      failed(thrown.getCause());
      return;
    } catch (ReflectiveOperationException | RuntimeException thrown) {
      failed(thrown);
      return;
    } finally {
      Occupation.end(before);
    }
    took(result);
  }

  @SuppressWarnings("unchecked")
  private void took(Object result) {
    switch (method.returns()) {
      case VALUE -> answer(result);
      case FUTURE -> {
        if (result instanceof Future<?> future) {
          future.onComplete(this::answer, this::failed);
        } else {
          incoming.fail(FailureKind.CALLEE_FAILED, this + " returned null and not a Future");
        }
      }
      case STREAM -> {
        if (result instanceof ReadStream<?> stream) {
          incoming.answer(new OutStream((ReadStream<Object>) stream, items()));
        } else {
          incoming.fail(FailureKind.CALLEE_FAILED, this + " returned null and not a stream");
        }
      }
    }
  }

  private boolean isOver() {
    if (incoming.deadlineNanos() == Attempt.NO_DEADLINE) {
      return false;
    }
    return incoming.loop().endNanos() - incoming.deadlineNanos() >= 0;
  }

  // ---- values

  private Object[] arguments() {
    Payload given = incoming.arguments();
    return given.isInMemory()
        ? (Object[]) given.value()
        : method.codecs(format.orElseThrow()).arguments().read(given.bytes());
  }

  private Object[] withUpload(Object[] values) {
    if (upload.isEmpty()) {
      return values;
    }
    Object[] all = new Object[values.length + 1];
    int at = method.uploadIndex().orElseThrow();
    System.arraycopy(values, 0, all, 0, at);
    all[at] = upload.get();
    System.arraycopy(values, at, all, at + 1, values.length - at);
    return all;
  }

  private Object uploadItem(Payload item) {
    return item.isInMemory()
        ? item.value()
        : method.codecs(format.orElseThrow()).upload().read(item.bytes());
  }

  private ItemEncoder items() {
    return format
        .map(chosen ->
            ItemEncoder.bytes(
                chosen.id(),
                method.codecs(chosen).result(),
                table.maxMessageBytes(),
                bytes -> table.tooLarge(this, "item has", bytes)))
        .orElseGet(() -> ItemEncoder.inMemory(method::isolatedResult));
  }

  private void answer(Object value) {
    Object result = method.hasResult() ? value : null;
    Payload payload;
    try {
      if (format.isEmpty()) {
        payload = new Payload(Payload.IN_MEMORY, method.isolatedResult(result));
      } else {
        payload =
            new Payload(format.get().id(), method.codecs(format.get()).result().write(result));
      }
    } catch (PayloadException bad) {
      incoming.fail(FailureKind.CALLEE_FAILED, "the result of " + this + ": " + bad.getMessage());
      return;
    }
    if (payload.length() > table.maxMessageBytes()) {
      incoming.fail(FailureKind.REFUSED, table.tooLarge(this, "result has", payload.length()));
    } else {
      incoming.answer(payload);
    }
  }

  private void failed(Throwable thrown) {
    Optional<String> code =
        switch (thrown) {
          case ServiceException coded -> Optional.of(coded.code());
          case RpcException nested -> nested.code();
          default -> Optional.empty();
        };
    Optional<String> stack = table.isDebug() ? Optional.of(stackOf(thrown)) : Optional.empty();
    String simple = thrown.getClass().getSimpleName();
    CalleeError error =
        new CalleeError(simple.isEmpty() ? thrown.getClass().getName() : simple, code, stack);
    String words = Texts.oneLine(this + " failed: " + Texts.describe(thrown));
    incoming.fail(new Frame.Failure(0, FailureKind.CALLEE_FAILED, words, Optional.of(error), 0));
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().substring(0, Math.min(MAX_STACK, text.toString().length()));
  }

  @Override
  public String toString() {
    return service.name() + "." + method.name();
  }
}
