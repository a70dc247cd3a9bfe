package dev.samara.net.route;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.BlockingSession;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

record ThreadRoute(Conversation conversation) implements Route {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadRoute.class);

  @Override
  public String name() {
    return "virtual thread";
  }

  @Override
  public Session open(Session.Control control) {
    return new ThreadSession(control, conversation);
  }

  /**
   * Hands the messages of each read to the thread in one piece. A message counts as dealt with when
   * the thread asks for the one after it, so that its answer is on the way before that.
   */
  private static final class ThreadSession implements BlockingSession {

    /** Says that no more will come; told apart from other lists by identity. */
    private static final List<Buffer> END = new ArrayList<>(0);

    private final Control control;
    private final Conversation conversation;

    /** From the event loop to the thread. Bounded by the connection's credit. */
    private final LinkedBlockingQueue<List<Buffer>> arrived = new LinkedBlockingQueue<>();

    // Owned by the thread:
    private Iterator<Buffer> current = END.iterator();
    private int taken;
    private boolean ended;

    ThreadSession(Control control, Conversation conversation) {
      this.control = control;
      this.conversation = conversation;
    }

    @Override
    public void opened() {
      Thread.ofVirtual().name("samara " + control.id()).start(this::talk);
    }

    @Override
    public void messages(List<Buffer> messages) {
      arrived.add(messages);
    }

    @Override
    public void inputEnded() {
      arrived.add(END);
    }

    @Override
    public void closed(Event.Disconnected event) {
      arrived.add(END);
    }

    @Override
    public Optional<Buffer> receive() throws InterruptedException {
      if (!current.hasNext()) {
        settle();
        if (ended) {
          return Optional.empty();
        }
        var next = arrived.take();
        if (next == END) {
          ended = true;
          return Optional.empty();
        }
        current = next.iterator();
      }
      taken++;
      return Optional.of(current.next());
    }

    private void settle() {
      if (taken > 0) {
        control.handledElsewhere(taken);
        taken = 0;
      }
    }

    private void talk() {
      try {
        conversation.talk(control);
        settle();
        control.close(CloseMode.DRAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        control.fail("the conversation was interrupted");
      } catch (Exception e) {
        LOG.error("{}: the conversation failed, closing", control.id(), e);
        settle();
        control.fail("the conversation failed: " + e);
      }
    }
  }
}
