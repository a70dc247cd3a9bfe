package dev.samara.examples.cookbook.resp;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps values in memory for {@code SET}, {@code GET}, {@code DEL} and {@code EXISTS}. Connections
 * on all event loops share one store.
 */
public final class RespStore implements ConnectionHandler {

  private static final Buffer OK = Buffer.buffer("+OK\r\n");
  private static final Buffer NOTHING = Buffer.buffer("$-1\r\n");

  private final ConcurrentMap<Buffer, Buffer> values = new ConcurrentHashMap<>();

  /** Makes an empty store. */
  public RespStore() {}

  @Override
  public void message(Connection connection, Buffer message) {
    var command = RespCommand.of(message);
    connection.post(answer(command));
    if (command.name().equals("QUIT")) {
      connection.close(CloseMode.DRAIN);
    }
  }

  private Buffer answer(RespCommand command) {
    var arguments = command.arguments();
    return switch (command.name() + "/" + arguments.size()) {
      case "PING/0" -> Buffer.buffer("+PONG\r\n");
      case "PING/1", "ECHO/1" -> bulk(arguments.getFirst());
      case "GET/1" -> {
        var value = values.get(arguments.getFirst());
        yield value == null ? NOTHING.copy() : bulk(value);
      }
      case "SET/2" -> {
        values.put(arguments.get(0), arguments.get(1));
        yield OK.copy();
      }
      case "QUIT/0" -> OK.copy();
      default -> counted(command);
    };
  }

  /** Commands with any number of keys, answered with how many there were. */
  private Buffer counted(RespCommand command) {
    var keys = command.arguments().stream();
    return switch (command.name()) {
      case "DEL" -> number(keys.filter(key -> values.remove(key) != null).count());
      case "EXISTS" -> number(keys.filter(values::containsKey).count());
      default -> Buffer.buffer("-ERR unknown command, or not with so many arguments\r\n");
    };
  }

  private static Buffer number(long number) {
    return Buffer.buffer(":" + number + "\r\n");
  }

  private static Buffer bulk(Buffer value) {
    return Buffer.buffer("$" + value.length() + "\r\n").appendBuffer(value).appendString("\r\n");
  }
}
