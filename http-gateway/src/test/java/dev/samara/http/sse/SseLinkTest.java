package dev.samara.http.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The link alone, between a real server's answer and a connection that writes all the time. */
class SseLinkTest {
  private static final int MESSAGES = 500;
  private static final int MESSAGE_BYTES = 70_000;

  /** Writes a message whenever the link takes one; counts how often it is asked within that. */
  private static final class Writer implements Link.Receiver, Link.Receipt {
    final CompletableFuture<Integer> nested = new CompletableFuture<>();
    private final SseLink link;
    private boolean writing;
    private int nestedCalls;
    private int sent;
    private int done;

    Writer(SseLink link) {
      this.link = link;
    }

    void write() {
      if (writing) {
        nestedCalls++;
        return;
      }
      writing = true;
      while (sent < MESSAGES && link.isWritable()) {
        sent++;
        link.write(Unpooled.wrappedBuffer(new byte[MESSAGE_BYTES]), this);
        link.flush();
      }
      writing = false;
    }

    @Override
    public void done() {
      done++;
      if (done == MESSAGES) {
        nested.complete(nestedCalls);
      }
    }

    @Override
    public void writable() {
      write();
    }

    @Override
    public void failed(long sentBytes) {
      nested.completeExceptionally(new AssertionError("a message was not sent"));
    }

    @Override
    public void closed(Cause cause, String reason) {
      nested.completeExceptionally(new AssertionError("closed: " + reason));
    }

    @Override
    public void read(ByteBuf bytes) {}

    @Override
    public void readComplete() {}

    @Override
    public void inputEnded() {}

    @Override
    public void drain(Duration within) {}
  }

  /** What is sent at once is told later: else each message would go deeper into the stack. */
  @Test
  void aConnectionIsNotAskedForMoreWhileItWrites() throws Exception {
    var vertx = Vertx.vertx();
    var writing = new CompletableFuture<Writer>();
    try {
      var server =
          vertx
              .createHttpServer()
              .requestHandler(request -> writing.complete(start(vertx, request)))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      try (var client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(() -> readAll(client));
        var writer = writing.get(20, TimeUnit.SECONDS);
        assertEquals(0, writer.nested.get(20, TimeUnit.SECONDS));
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static Writer start(Vertx vertx, HttpServerRequest request) {
    request.response().setChunked(true);
    var context = vertx.getOrCreateContext();
    var link = new SseLink(request, context, "x", 1);
    var writer = new Writer(link);
    link.start(writer);
    // In a turn of its own: in the one that reads the request, nothing leaves before its end.
    context.runOnContext(_ -> writer.write());
    return writer;
  }

  private static void readAll(Socket client) {
    try {
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The test has closed it.
    }
  }
}
