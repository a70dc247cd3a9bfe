package dev.samara.load.cluster;

import dev.samara.load.generator.CallClient;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One of the two ends of an echo over a NATS server, with the client library of NATS. Its answers
 * come on a thread of the library, so that a lock stands for the event loop.
 */
final class NatsEnd implements CallClient {
  private static final String SUBJECT = "bench.echo";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Connection connection;
  private final ReentrantLock loop = new ReentrantLock();
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private NatsEnd(Connection connection) {
    this.connection = connection;
  }

  /** Connects to a server. */
  static NatsEnd connect(String url) throws IOException, InterruptedException {
    return new NatsEnd(
        Nats.connect(
            new Options.Builder()
                .server(url)
                .connectionTimeout(PATIENCE)
                .maxReconnects(0)
                .build()));
  }

  /** Answers each request with what it brought; returns when the server knows. */
  void serve() throws InterruptedException, TimeoutException {
    connection
        .createDispatcher(message -> connection.publish(message.getReplyTo(), message.getData()))
        .subscribe(SUBJECT);
    connection.flush(PATIENCE);
  }

  @Override
  public void execute(int one, long delayNanos, Runnable task) {
    timers.schedule(() -> onLoop(task), delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void call(int one, byte[] request, Outcome outcome) {
    connection
        .request(SUBJECT, request)
        .whenComplete((reply, failure) -> onLoop(() -> tell(outcome, reply, failure)));
  }

  private static void tell(Outcome outcome, Message reply, Throwable failure) {
    if (failure == null) {
      outcome.answered(reply.getData());
    } else {
      outcome.failed(failure);
    }
  }

  private void onLoop(Runnable task) {
    loop.lock();
    try {
      task.run();
    } finally {
      loop.unlock();
    }
  }

  @Override
  public void close() {
    timers.shutdownNow();
    try {
      connection.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
