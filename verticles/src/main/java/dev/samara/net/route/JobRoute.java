package dev.samara.net.route;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.job.JobNotDoneException;
import dev.samara.net.job.JobQueue;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

record JobRoute(JobQueue queue, String tag, MessageJob handler) implements Route {

  private static final Logger LOG = LoggerFactory.getLogger(JobRoute.class);

  @Override
  public String name() {
    return "jobs:" + queue.name();
  }

  @Override
  public Session open(Session.Control control) {
    return new JobSession(control, this);
  }

  /**
   * One connection has one job at a time, which takes all messages that have arrived: so their
   * order is kept, and no connection can fill the queue. While the queue is full messages wait
   * here, bounded by the connection's credit.
   */
  private static final class JobSession implements Session {

    private final Control control;
    private final JobRoute route;
    private List<Buffer> waiting = new ArrayList<>(0);
    private boolean underWay;
    private boolean over;

    JobSession(Control control, JobRoute route) {
      this.control = control;
      this.route = route;
    }

    @Override
    public void messages(List<Buffer> messages) {
      waiting.addAll(messages);
      submit();
    }

    @Override
    public Future<List<Buffer>> leave() {
      var unread = waiting;
      waiting = new ArrayList<>(0);
      return Future.succeededFuture(unread);
    }

    /** Tries again what a full queue has refused. */
    @Override
    public void tick(long nowNanos) {
      submit();
    }

    private void submit() {
      if (underWay || over || waiting.isEmpty()) {
        return;
      }
      underWay = true;
      var messages = waiting;
      waiting = new ArrayList<>(0);
      route
          .queue
          .submit(
              route.tag,
              control.id().toString(),
              () -> {
                handle(messages);
                return route.tag;
              })
          .onComplete(_ -> done(), cause -> notDone(cause, messages));
    }

    /** On a thread of the queue. */
    private void handle(List<Buffer> messages) throws Exception {
      for (var message : messages) {
        route.handler.message(control, message);
        // Behind its answers, which go to the event loop in the same way.
        control.handledElsewhere(1);
      }
    }

    private void done() {
      underWay = false;
      submit();
    }

    private void notDone(Throwable cause, List<Buffer> messages) {
      underWay = false;
      if (cause instanceof JobNotDoneException e
          && e.outcome() == JobNotDoneException.Outcome.FULL) {
        messages.addAll(waiting);
        waiting = messages;
        return;
      }
      if (!(cause instanceof JobNotDoneException)) {
        LOG.error("{}: the job failed, closing", control.id(), cause);
      }
      over = true;
      var reason =
          cause instanceof JobNotDoneException ? cause.getMessage() : "the job failed: " + cause;
      // In a task of its own, behind the one that takes over what the job has dealt with.
      control
          .context()
          .runOnContext(_ -> {
            control.refused(Control.ALL);
            control.fail(reason);
          });
    }

    @Override
    public void closed(Event.Disconnected event) {
      over = true;
    }
  }
}
