package dev.samara.rpc.bridge;

import static dev.samara.rpc.bridge.BridgeFixture.await;
import static dev.samara.rpc.bridge.BridgeFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.eventbus.bridge.tcp.impl.protocol.FrameHelper;
import io.vertx.ext.eventbus.bridge.tcp.impl.protocol.FrameParser;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The frames of vertx-tcp-eventbus-bridge itself, written and read by its own code. */
class ExistingClientTest {

  private final BridgeFixture fixture = new BridgeFixture(BridgeFixture.inAndOut());
  private final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final NetClient client = fixture.vertx.createNetClient();
  private final NetSocket socket = await(client.connect(fixture.listener.port(), "127.0.0.1"));

  ExistingClientTest() {
    socket.handler(new FrameParser(parsed -> frames.add(parsed.result())));
  }

  @AfterEach
  void close() {
    await(socket.close());
    fixture.close();
  }

  private JsonObject next() throws InterruptedException {
    var frame = frames.poll(20, TimeUnit.SECONDS);
    assertTrue(frame != null, "no frame in time");
    return frame;
  }

  @Test
  void asksAndIsAnswered() throws InterruptedException {
    fixture
        .bus()
        .<JsonObject>consumer(
            "in.hello", m -> m.reply(new JsonObject().put("hello", m.body().getString("name"))));
    FrameHelper.sendFrame("ping", socket);
    assertEquals("pong", next().getString("type"));
    FrameHelper.sendFrame(
        "send", "in.hello", "#back", new JsonObject().put("name", "vert.x"), socket);
    var reply = next();
    assertEquals("message", reply.getString("type"));
    assertEquals("#back", reply.getString("address"));
    assertEquals("vert.x", reply.getJsonObject("body").getString("hello"));
    FrameHelper.sendFrame("send", "in.nobody", "#back", new JsonObject(), socket);
    var error = next();
    assertEquals("err", error.getString("type"));
    assertEquals("NO_HANDLERS", error.getString("failureType"));
    FrameHelper.sendFrame("send", "private", "#back", new JsonObject(), socket);
    assertEquals("access_denied", next().getString("message"));
  }

  @Test
  void registersAndAnswers() throws InterruptedException {
    FrameHelper.sendFrame("register", "out.service", null, socket);
    eventually("a registration", () -> fixture.figure("registrations") == 1);
    fixture.bus().publish("out.service", new JsonObject().put("n", 1));
    assertEquals(1, next().getJsonObject("body").getInteger("n"));
    var reply = fixture.bus().<JsonObject>request("out.service", new JsonObject().put("n", 2));
    var asked = next();
    FrameHelper.sendFrame(
        "send", asked.getString("replyAddress"), new JsonObject().put("m", 3), socket);
    assertEquals(3, await(reply).body().getInteger("m"));
    FrameHelper.sendFrame("unregister", "out.service", null, socket);
    fixture.awaitFigure("registrations", 0);
  }
}
