package dev.samara.examples.game;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.poll.Separate;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Players on a line of whole numbers. The first line of a connection is the player's name, further
 * ones are {@code left}, {@code right} or {@code quit}. In each tick everybody gets one line with
 * all positions, if something has changed. All state belongs to the thread of the loop.
 */
public final class GameLoop implements Runnable {

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** A player: kept with its connection. */
  private static final class Player {
    final String name;
    int position;

    Player(String name) {
      this.name = name;
    }
  }

  private final Mailbox mailbox;
  private final Duration tick;
  private final Map<String, Connection> players = new TreeMap<>();

  /**
   * Makes a game.
   *
   * @param mailbox where its players' news is gathered; closing it ends the game
   * @param tick how often players are told
   */
  public GameLoop(Mailbox mailbox, Duration tick) {
    this.mailbox = mailbox;
    this.tick = tick;
  }

  /**
   * How players come in.
   *
   * @return the route, for a listener with lines
   */
  public Route route() {
    return Routes.poll(mailbox, GameLoop::askForName);
  }

  /** The handshake, apart from the game: whoever takes his time keeps nobody waiting. */
  private static void askForName(Separate newcomer) throws InterruptedException {
    var connection = newcomer.connection();
    connection.post(Buffer.buffer("your name?"));
    var deadlineNanos = System.nanoTime() + HANDSHAKE.toNanos();
    for (var left = HANDSHAKE; left.isPositive(); left = until(deadlineNanos)) {
      var batch = newcomer.pollOne(left);
      if (batch.state() != Batch.State.OPEN) {
        return;
      }
      for (var name : batch.messages().getOrDefault(connection, List.of())) {
        connection.attach(new Player(name.toString()));
        newcomer.merge();
        return;
      }
    }
    connection.post(Buffer.buffer("too late"));
  }

  private static Duration until(long deadlineNanos) {
    return Duration.ofNanos(deadlineNanos - System.nanoTime());
  }

  /** Plays until the mailbox is closed or the thread is interrupted. */
  @Override
  public void run() {
    try {
      var nextNanos = System.nanoTime() + tick.toNanos();
      var changed = false;
      for (var batch = mailbox.poll(until(nextNanos));
          batch.state() == Batch.State.OPEN;
          batch = mailbox.poll(until(nextNanos))) {
        changed |= play(batch);
        if (System.nanoTime() >= nextNanos) {
          if (changed) {
            tellEverybody();
          }
          changed = false;
          nextNanos += tick.toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean play(Batch batch) {
    for (var newcomer : batch.newcomers()) {
      join(newcomer.connection());
    }
    batch.messages().forEach((connection, moves) -> moves.forEach(move -> move(connection, move)));
    for (var end : batch.disconnected()) {
      players.values().remove(end.connection());
    }
    return !batch.newcomers().isEmpty()
        || !batch.messages().isEmpty()
        || !batch.disconnected().isEmpty();
  }

  private void join(Connection connection) {
    var name = player(connection).name;
    if (players.putIfAbsent(name, connection) != null) {
      connection.post(Buffer.buffer("the name '%s' is taken".formatted(name)));
      connection.close(CloseMode.DRAIN);
    }
  }

  private static Player player(Connection connection) {
    return connection.attachment(Player.class).orElseThrow();
  }

  private static void move(Connection connection, Buffer move) {
    var player = player(connection);
    switch (move.toString()) {
      case "left" -> player.position--;
      case "right" -> player.position++;
      case "quit" -> connection.close(CloseMode.DRAIN);
      default -> connection.post(Buffer.buffer("left, right or quit"));
    }
  }

  private void tellEverybody() {
    var line = new StringBuilder();
    players.forEach((name, connection) ->
        line.append(line.isEmpty() ? "" : " ")
            .append(name)
            .append('=')
            .append(player(connection).position));
    players.values().forEach(connection -> connection.post(Buffer.buffer(line.toString())));
  }
}
