package dev.samara.examples.filecopy;

import dev.samara.codec.file.FileMessage;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Stores the one file of its connection: the first message is its name, the second its content. The
 * file has a hidden name until it is whole, and never takes the place of another.
 */
final class FileReceiver implements ConnectionHandler {

  private final Vertx vertx;
  private final Path folder;
  private Optional<String> name = Optional.empty();
  private boolean hasContent;

  FileReceiver(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  @Override
  public void message(Connection connection, Buffer message) {
    if (name.isEmpty()) {
      // Throws for a name that leads out of the folder, which ends the connection.
      name = Optional.of(FileMessage.checkName(message.toString()));
    } else {
      store(connection, part -> vertx.fileSystem().writeFile(part, message));
    }
  }

  @Override
  public boolean stream(MessageStream message) {
    if (name.isEmpty()) {
      return false;
    }
    message.pause();
    store(
        message.connection(),
        part -> vertx.fileSystem().open(part, new OpenOptions()).compose(message::pipeTo));
    return true;
  }

  private void store(Connection connection, Function<String, Future<Void>> content) {
    if (hasContent) {
      throw new IllegalStateException("one file for each connection");
    }
    hasContent = true;
    var files = vertx.fileSystem();
    var part = folder.resolve("." + UUID.randomUUID() + ".part").toString();
    content
        .apply(part)
        .compose(_ -> files.move(part, folder.resolve(name.get()).toString(), new CopyOptions()))
        .onComplete(
            _ -> connection.post(Buffer.buffer("stored " + name.get())),
            cause -> {
              files.delete(part);
              connection.post(Buffer.buffer("failed: " + cause.getMessage()));
            });
  }
}
