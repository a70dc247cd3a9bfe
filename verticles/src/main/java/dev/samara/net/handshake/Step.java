package dev.samara.net.handshake;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What a handshake does next. */
public sealed interface Step {

  /**
   * Waits for another message.
   *
   * @param messages sent first, such as a challenge
   */
  record Ask(List<Buffer> messages) implements Step {}

  /**
   * Is content: the route gets what follows.
   *
   * @param name the name to claim for the peer; empty for a peer that needs none
   * @param messages sent first, if the name is given, and before anything that waits for the name
   */
  record Accept(Optional<String> name, List<Buffer> messages) implements Step {}

  /**
   * Does not know the peer: it is turned away, or goes to the route for unknown clients if there is
   * one, together with the message that it sent.
   *
   * @param reason why, for a person
   */
  record Unknown(String reason) implements Step {}

  /**
   * Turns the peer away.
   *
   * @param reason why, for a person
   */
  record Refuse(String reason) implements Step {}

  /**
   * Waits for a message and sends nothing.
   *
   * @return the step
   */
  static Step ask() {
    return new Ask(List.of());
  }

  /**
   * Waits for an answer.
   *
   * @param message sent first
   * @return the step
   */
  static Step ask(Buffer message) {
    return new Ask(List.of(message));
  }

  /**
   * Is content.
   *
   * @param name the name to claim for the peer
   * @param messages sent first
   * @return the step
   */
  static Step accept(String name, Buffer... messages) {
    return new Accept(Optional.of(name), List.of(messages));
  }
}
