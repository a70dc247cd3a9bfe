package dev.samara.rpc.bridge;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.List;

/**
 * One client: tells the kinds of frames apart. What is about sending is in {@link ClientSends},
 * what is about receiving in {@link Registrations}. All on the connection's event loop.
 */
final class BridgeSession implements Session {

  private final BridgeOptions options;
  private final BridgeCounts counts;
  private final Control control;
  private final ServerFrames frames;
  private final ClientRequests requests;
  private final ClientSends sends;
  private final Registrations registrations;

  /** The client speaks something else: what it sends is discarded. */
  private boolean broken;

  BridgeSession(EventBus bus, BridgeOptions options, BridgeCounts counts, Control control) {
    this.options = options;
    this.counts = counts;
    this.control = control;
    this.frames = new ServerFrames(options.maxMessageBytes());
    this.requests = new ClientRequests(options, counts, control);
    this.sends = new ClientSends(bus, options, frames, requests, control);
    this.registrations = new Registrations(bus, options, counts, frames, requests, control);
  }

  @Override
  public void messages(List<Buffer> messages) {
    for (var message : messages) {
      if (broken) {
        control.refused(1);
      } else {
        message(message);
      }
    }
  }

  private void message(Buffer message) {
    try {
      dispatch(ClientFrame.parse(message));
    } catch (InvalidFrameException e) {
      counts.invalid.increment();
      refuse(frames.error("invalid_message", e.getMessage()));
      if (e.isFatal()) {
        broken = true;
        control.fail("the client does not speak the bridge's protocol: " + e.getMessage());
      }
    }
  }

  private void dispatch(ClientFrame frame) throws InvalidFrameException {
    switch (frame.type()) {
      case "ping" -> {
        control.post(frames.pong());
        control.handled(1);
      }
      case "send", "publish", "register", "unregister" -> addressed(frame);
      default -> invalid("unknown_type");
    }
  }

  private void addressed(ClientFrame frame) throws InvalidFrameException {
    var given = frame.address();
    if (given.isEmpty()) {
      invalid("missing_address");
      return;
    }
    var address = given.get();
    // An answer needs no permission: its address was given to this client.
    if (frame.type().equals("send") && requests.contains(address)) {
      sends.answer(address, frame);
    } else if (!permitted(frame.type()).permits(address)) {
      counts.denied.increment();
      refuse(frames.error("access_denied"));
    } else {
      permitted(address, frame);
    }
  }

  private Permitted permitted(String type) {
    return switch (type) {
      case "send", "publish" -> options.inbound();
      default -> options.outbound();
    };
  }

  private void permitted(String address, ClientFrame frame) throws InvalidFrameException {
    switch (frame.type()) {
      case "send" -> sends.send(address, frame);
      case "publish" -> sends.publish(address, frame);
      case "register" -> settled(registrations.register(address));
      default -> settled(registrations.unregister(address));
    }
  }

  private void invalid(String error) {
    counts.invalid.increment();
    refuse(frames.error(error));
  }

  private void refuse(Buffer error) {
    control.post(error);
    control.refused(1);
  }

  /** Accounts for a frame that was dealt with, or refused for that reason. */
  private void settled(String error) {
    if (error.isEmpty()) {
      control.handled(1);
    } else {
      refuse(frames.error(error));
    }
  }

  @Override
  public void rejected(Event.MessageRejected event) {
    counts.undelivered.increment();
  }

  @Override
  public void inputEnded() {
    // It could not answer any more.
    registrations.end();
  }

  @Override
  public void tick(long nowNanos) {
    if (requests.hasExpired(nowNanos)) {
      control.context().runOnContext(_ -> requests.expire(nowNanos));
    }
  }

  @Override
  public void closed(Event.Disconnected event) {
    sends.end();
    registrations.end();
    requests.end();
  }
}
