package dev.samara.examples.echo;

import dev.samara.net.connection.Connection;
import dev.samara.net.route.Conversation;

/** Style 3: straight-line code on a virtual thread. */
public final class EchoConversation implements Conversation {

  /** Makes the conversation. */
  public EchoConversation() {}

  @Override
  public void talk(Connection connection) throws InterruptedException {
    for (var message = connection.receive(); message.isPresent(); message = connection.receive()) {
      connection.post(message.get());
    }
  }
}
