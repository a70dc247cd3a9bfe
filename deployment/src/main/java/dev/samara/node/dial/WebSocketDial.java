package dev.samara.node.dial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket, one text message for each message. A closing handshake would cut off answers, so after
 * the output's end a second of silence comes first.
 */
final class WebSocketDial implements Dial, WebSocket.Listener {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long SILENCE_MILLIS = 1_000;

  /** Says that no more will come; told apart by identity. */
  private static final byte[] END = new byte[0];

  private final LinkedBlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private HttpClient client;
  private WebSocket socket;
  private volatile boolean outputEnded;

  private WebSocketDial() {}

  static WebSocketDial connect(URI uri) throws IOException {
    var dial = new WebSocketDial();
    dial.client = HttpClient.newHttpClient();
    try {
      dial.socket =
          dial.client
              .newWebSocketBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .buildAsync(uri, dial)
              .join();
      return dial;
    } catch (CompletionException e) {
      dial.client.shutdownNow();
      throw new IOException(reason(e.getCause()), e.getCause());
    }
  }

  /** These two have no message of their own. */
  private static String reason(Throwable cause) {
    return switch (cause) {
      case ConnectException _ -> "nobody answers there";
      case WebSocketHandshakeException refused ->
          "the server answered %d".formatted(refused.getResponse().statusCode());
      default -> cause.getMessage();
    };
  }

  @Override
  public void send(byte[] message) throws IOException {
    try {
      socket.sendText(new String(message, StandardCharsets.UTF_8), true).join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    try {
      while (true) {
        var message = received.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (message == END || (message == null && outputEnded)) {
          return Optional.empty();
        }
        if (message != null) {
          return Optional.of(message);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void endOutput() {
    outputEnded = true;
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(1, TimeUnit.SECONDS);
    client.shutdownNow();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    return arrived(webSocket, data.toString().getBytes(StandardCharsets.UTF_8), last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    var bytes = new byte[data.remaining()];
    data.get(bytes);
    return arrived(webSocket, bytes, last);
  }

  private CompletionStage<?> arrived(WebSocket webSocket, byte[] bytes, boolean last) {
    partial.writeBytes(bytes);
    if (last) {
      received.add(partial.toByteArray());
      partial.reset();
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    received.add(END);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    received.add(END);
  }
}
