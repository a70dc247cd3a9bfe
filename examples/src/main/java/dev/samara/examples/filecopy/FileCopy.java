package dev.samara.examples.filecopy;

import dev.samara.codec.file.FileMessage;
import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthFraming;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionEndedException;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Both ends of a copy. {@code FileCopy receive FOLDER} stores what comes in on port 7422, {@code
 * FileCopy send FILE} sends one to it.
 */
public final class FileCopy {

  private static final int PORT = 7422;
  private static final int IN_MEMORY_BYTES = 64 * 1024;
  private static final long MAX_FILE_BYTES = 1L << 40;
  private static final LengthFraming FRAMING =
      new LengthFraming(
          new LengthField(LengthField.Width.EIGHT, ByteOrder.BIG_ENDIAN, false),
          IN_MEMORY_BYTES,
          MAX_FILE_BYTES);

  private FileCopy() {}

  /**
   * Receives or sends.
   *
   * @param arguments {@code receive} and an existing folder, or {@code send} and a file
   */
  public static void main(String[] arguments) {
    var receives = arguments.length == 2 && arguments[0].equals("receive");
    if (!receives && !(arguments.length == 2 && arguments[0].equals("send"))) {
      System.err.println("usage: receive FOLDER, or send FILE");
      return;
    }
    var vertx = Vertx.vertx();
    var path = Path.of(arguments[1]);
    Hub.start(vertx, arguments[0])
        .compose(hub ->
            receives
                ? receive(vertx, hub, PORT, path).map("receiving on " + PORT)
                : send(vertx, hub, SocketAddress.inetSocketAddress(PORT, "127.0.0.1"), path)
                    .eventually(vertx::close))
        .onSuccess(System.out::println)
        .onFailure(cause -> {
          System.err.println(cause.getMessage());
          vertx.close();
        });
  }

  /**
   * Stores the files that come in.
   *
   * @param vertx where it runs
   * @param hub has the listener, called {@code files}
   * @param port the port; 0 for any
   * @param folder an existing folder
   * @return completes when it listens
   */
  public static Future<Void> receive(Vertx vertx, Hub hub, int port, Path folder) {
    return hub.listen(
            ListenerOptions.tcp("files", port, FRAMING),
            Routes.handler(() -> new FileReceiver(vertx, folder)))
        .mapEmpty();
  }

  /**
   * Sends a file and waits until it is stored.
   *
   * @param vertx reads the file
   * @param hub dials
   * @param to who receives
   * @param file the file, which must not change meanwhile
   * @return what the receiver says; fails with {@link ConnectionEndedException} if it says nothing
   */
  public static Future<String> send(Vertx vertx, Hub hub, SocketAddress to, Path file) {
    var answer = new Answer();
    return hub.connect(
            ConnectorOptions.to("copy", to, ConnectionOptions.of(FRAMING)),
            Routes.handler(() -> answer))
        .compose(connection -> {
          connection.post(Buffer.buffer(FileMessage.of(file).name()));
          return content(vertx, connection, file)
              .compose(_ -> answer.said.future())
              .eventually(() -> connection.close());
        });
  }

  private static Future<Void> content(Vertx vertx, Connection connection, Path file) {
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
        .compose(source ->
            source
                .size()
                .compose(bytes -> connection.send(bytes, source))
                .eventually(source::close));
  }

  /** What the receiver says. */
  private static final class Answer implements ConnectionHandler {

    private final Promise<String> said = Promise.promise();

    @Override
    public void message(Connection connection, Buffer message) {
      said.tryComplete(message.toString());
    }

    @Override
    public void disconnected(Event.Disconnected event) {
      said.tryFail(new ConnectionEndedException(event.cause(), event.reason()));
    }
  }
}
