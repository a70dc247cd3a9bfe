package dev.samara.rpc;

import dev.samara.rpc.call.Idempotent;
import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The service that is divided in the tests, with a storage that all nodes and processes share: a
 * folder, in which each owner of a shard leaves a mark. Who finds the mark of another one that is
 * alive leaves a mark of that too.
 */
record Carts(Path folder, String node) implements ShardFactory<Carts.Cart> {

  /** By the carts' names. */
  interface Cart {
    /** What is in it afterwards. */
    Future<Integer> add(@Key String cart, int amount);

    @Idempotent
    Future<Integer> put(@Key String cart, int amount);

    /** Node, shard and epoch. */
    @Idempotent
    Future<String> where(@Key String cart);
  }

  private record Owned(String node, Shard shard, Map<String, Integer> amounts) implements Cart {
    @Override
    public Future<Integer> add(String cart, int amount) {
      return Future.succeededFuture(amounts.merge(cart, amount, Integer::sum));
    }

    @Override
    public Future<Integer> put(String cart, int amount) {
      amounts.put(cart, amount);
      return Future.succeededFuture(amount);
    }

    @Override
    public Future<String> where(String cart) {
      return Future.succeededFuture(node + " " + shard.index() + " " + shard.epoch());
    }
  }

  @Override
  public Future<Cart> acquire(Shard shard) {
    try {
      mark(shard);
      Properties stored = new Properties();
      Path state = folder.resolve("state-" + shard.index());
      if (Files.exists(state)) {
        try (var in = Files.newInputStream(state)) {
          stored.load(in);
        }
      }
      Map<String, Integer> amounts = new HashMap<>();
      stored
          .stringPropertyNames()
          .forEach(name -> amounts.put(name, Integer.valueOf(stored.getProperty(name))));
      return Future.succeededFuture(new Owned(node, shard, amounts));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void mark(Shard shard) throws IOException {
    Path mark = folder.resolve("owner-" + shard.index());
    String own = node + " " + ProcessHandle.current().pid() + " " + shard.epoch();
    try {
      Files.writeString(mark, own, java.nio.file.StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException taken) {
      String[] other = Files.readString(mark).split(" ");
      boolean isDead = ProcessHandle.of(Long.parseLong(other[1])).isEmpty();
      if (!isDead || Long.parseLong(other[2]) >= shard.epoch()) {
        Files.writeString(
            folder.resolve("violation-" + shard.index() + "-" + shard.epoch()),
            own + " beside " + String.join(" ", other));
      }
      Files.writeString(mark, own);
    }
  }

  @Override
  public Future<Void> release(Shard shard, Cart implementation) {
    try {
      Properties stored = new Properties();
      ((Owned) implementation).amounts().forEach((name, amount) -> stored.put(name, "" + amount));
      Path next = folder.resolve("next-" + shard.index());
      try (var out = Files.newOutputStream(next)) {
        stored.store(out, null);
      }
      Files.move(
          next, folder.resolve("state-" + shard.index()), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(folder.resolve("owner-" + shard.index()));
      return Future.succeededFuture();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The marks of owners that were not alone. */
  static long violations(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("violation")).count();
    }
  }
}
