package dev.samara.rpc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking client that knows the protocol's frames and nothing of Samara. */
final class BridgeClient implements Closeable {

  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  BridgeClient(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] frame(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    var frame = new ByteArrayOutputStream();
    try {
      var data = new DataOutputStream(frame);
      data.writeInt(bytes.length);
      data.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frame.toByteArray();
  }

  BridgeClient sendText(String json) {
    return sendBytes(frame(json));
  }

  BridgeClient sendBytes(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BridgeClient send(String type, String address) {
    return sendText(new JsonObject().put("type", type).put("address", address).encode());
  }

  BridgeClient send(String type, String address, Object body) {
    return sendText(
        new JsonObject().put("type", type).put("address", address).put("body", body).encode());
  }

  BridgeClient request(String address, String replyAddress, Object body) {
    return sendText(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", replyAddress)
            .put("body", body)
            .encode());
  }

  /** Returns when the bridge has dealt with everything that was sent before. */
  BridgeClient settle() {
    sendText("{\"type\":\"ping\"}");
    assertEquals("{\"type\":\"pong\"}", read().encode());
    return this;
  }

  BridgeClient register(String address) {
    return send("register", address).settle();
  }

  JsonObject read() {
    try {
      var bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an error without an address and returns its message. */
  String readError() {
    var frame = read();
    assertEquals("err", frame.getString("type"), frame.encode());
    return frame.getString("message");
  }

  /** Reads until the bridge closes the connection; there may be no further frame. */
  void assertClosed() {
    try {
      var next = in.read();
      if (next >= 0) {
        throw new AssertionError("a byte more: " + next);
      }
    } catch (EOFException _) {
      // As it should be.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BridgeClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes so that the bridge gets a reset instead of an end. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
