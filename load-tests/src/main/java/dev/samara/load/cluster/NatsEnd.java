package dev.samara.load.cluster;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One of the two ends of an echo over a NATS server, with the client library of NATS. */
final class NatsEnd implements AutoCloseable {
  private static final String SUBJECT = "bench.echo";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Connection connection;

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

  /** Asks the other end; answers come on a thread of the library. */
  Exchange exchange() {
    return (message, answer) ->
        connection
            .request(SUBJECT, message)
            .whenComplete((reply, failure) ->
                answer.complete(
                    failure == null ? Unpooled.wrappedBuffer(reply.getData()) : null, failure));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
