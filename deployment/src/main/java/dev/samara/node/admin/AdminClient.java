package dev.samara.node.admin;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Talks to the admin socket of a node on this machine. Blocks; not thread-safe. */
public final class AdminClient implements Closeable {

  private final SocketChannel channel;
  private final BufferedReader answers;

  private AdminClient(SocketChannel channel) {
    this.channel = channel;
    this.answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /**
   * Finds a running node: the named one, or else any. A node that is only known to another one is
   * asked through that one.
   *
   * @param runDirectory where the nodes of this machine have their sockets
   * @param node the node's name, or empty for any
   * @return a client of that node, or of one that may know it
   * @throws IOException if no node answers, in one line for a person
   */
  public static AdminClient connect(Path runDirectory, Optional<String> node) throws IOException {
    var sockets = sockets(runDirectory);
    var named = node.map(name -> runDirectory.resolve(name).resolve("admin.sock"));
    if (named.isPresent() && sockets.contains(named.get())) {
      sockets = new ArrayList<>(sockets);
      sockets.remove(named.get());
      sockets.addFirst(named.get());
    }
    for (var socket : sockets) {
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new AdminClient(channel);
      } catch (IOException e) {
        // Left behind by a node that was killed.
        channel.close();
      }
    }
    throw new IOException(
        "no node is running here (no socket answers in %s/*/admin.sock)".formatted(runDirectory));
  }

  private static List<Path> sockets(Path runDirectory) throws IOException {
    if (!Files.isDirectory(runDirectory)) {
      return List.of();
    }
    try (var nodes = Files.list(runDirectory)) {
      return nodes.map(node -> node.resolve("admin.sock")).filter(Files::exists).sorted().toList();
    }
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param request the command and its arguments
   * @return the result, a JSON value
   * @throws IOException if the node refuses or fails, with its own words, or goes away
   */
  public Object ask(JsonObject request) throws IOException {
    var line = ByteBuffer.wrap((request.encode() + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    var answer = next();
    if (!answer.getBoolean("ok", false)) {
      throw new IOException(answer.getString("error", "the node failed"));
    }
    return answer.getValue("result");
  }

  /**
   * Waits for what the node sends next.
   *
   * @return an answer, or a message that is tailed
   * @throws IOException if the node goes away
   */
  public JsonObject next() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("the node went away");
    }
    return new JsonObject(line);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
