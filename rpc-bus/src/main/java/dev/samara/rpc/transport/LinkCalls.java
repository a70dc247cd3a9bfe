package dev.samara.rpc.transport;

import dev.samara.net.HubLink;
import dev.samara.net.connection.ConnectionId;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.WhileDown;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.WaitingRoom;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls over a standing link: they go by the connection of the moment, and wait for the next
 * one while there is none. Owned by the link's event loop.
 */
public final class LinkCalls {
  private final HubLink link;
  private final CallLoop loop;
  private final WhileDown whileDown;
  private final Function<ConnectionId, Optional<ConnectionSession>> sessions;
  private final WaitingRoom waiting;

  /**
   * The calls over a link.
   *
   * @param link its route is one of this RPC end
   * @param loop of its event loop
   * @param whileDown what becomes of calls while there is no connection
   * @param maxBytes how much may wait
   * @param sessions finds those that are alive, on any thread
   */
  public LinkCalls(
      HubLink link,
      CallLoop loop,
      WhileDown whileDown,
      long maxBytes,
      Function<ConnectionId, Optional<ConnectionSession>> sessions) {
    this.link = link;
    this.loop = loop;
    this.whileDown = whileDown;
    this.sessions = sessions;
    this.waiting = new WaitingRoom(loop, peer(), maxBytes);
    link.closed()
        .onComplete(end ->
            loop.execute(() ->
                waiting.close(
                    FailureKind.CONNECTION_LOST, "the link to " + peer() + " has ended")));
  }

  /**
   * Whose event loop it is. Any thread.
   *
   * @return the loop
   */
  public CallLoop loop() {
    return loop;
  }

  /**
   * Whether a session is that of the link's connection of the moment.
   *
   * @param id its connection
   * @return true if calls go there
   */
  public boolean isCurrent(ConnectionId id) {
    return link.connection().id().equals(id);
  }

  /**
   * There is room for calls.
   *
   * @param session of the connection of the moment, open
   */
  public void room(ConnectionSession session) {
    waiting.moveTo(session.dialogue());
  }

  /**
   * Makes a request, or lets it wait.
   *
   * @param attempt gets its outcome later, or now if it can neither be made nor wait
   */
  public void start(Attempt attempt) {
    Optional<ConnectionSession> session =
        sessions.apply(link.connection().id()).filter(ConnectionSession::isOpen);
    if (session.isPresent() && waiting.isEmpty()) {
      session.get().dialogue().start(attempt);
    } else if (session.isEmpty() && whileDown == WhileDown.FAIL) {
      attempt.refuse(
          FailureKind.CONNECTION_LOST, "there is no connection to " + peer() + " at the moment");
    } else {
      waiting.add(attempt);
      session.ifPresent(this::room);
    }
  }

  private String peer() {
    return link.connection().remoteAddress().toString();
  }
}
