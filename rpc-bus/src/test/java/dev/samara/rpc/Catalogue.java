package dev.samara.rpc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The service that the contract suite calls. */
interface Catalogue {
  enum Colour {
    RED,
    GREEN
  }

  record Size(int width, long height) {
    public Size {
      if (width < 0) {
        throw new IllegalArgumentException("width must not be negative");
      }
    }

    /** Looks like a bean's getter: it must not become a field of the JSON. */
    public long getArea() {
      return width * height;
    }
  }

  record Item(
      String name,
      Colour colour,
      Size size,
      BigDecimal price,
      Optional<String> note,
      List<Size> variants,
      Map<String, Set<Colour>> stock,
      Instant since,
      Duration life,
      UUID id) {}

  record Place(String thread, boolean virtual, boolean onContext) {}

  class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  Future<Item> echo(Item item);

  Item echoBlocking(Item item);

  Future<Long> add(int a, long b);

  Future<Double> total(List<Double> values);

  Future<Void> touch();

  void touchBlocking();

  Future<String> maybe(String text);

  Future<String> failing(String message);

  String throwing(String message);

  Future<String> breaking();

  Future<Place> whereFuture();

  Place wherePlain();

  default Future<String> byDefault() {
    return Future.succeededFuture("default of the interface");
  }

  final class Shop implements Catalogue {
    @Override
    public Future<Item> echo(Item item) {
      return Future.succeededFuture(item);
    }

    @Override
    public Item echoBlocking(Item item) {
      return item;
    }

    @Override
    public Future<Long> add(int a, long b) {
      return Future.succeededFuture(a + b);
    }

    @Override
    public Future<Double> total(List<Double> values) {
      return Future.succeededFuture(values.stream().mapToDouble(Double::doubleValue).sum());
    }

    @Override
    public Future<Void> touch() {
      return Future.succeededFuture();
    }

    @Override
    public void touchBlocking() {}

    @Override
    public Future<String> maybe(String text) {
      return Future.succeededFuture(text);
    }

    @Override
    public Future<String> failing(String message) {
      return Future.failedFuture(new Refused(message));
    }

    @Override
    public String throwing(String message) {
      throw new Refused(message);
    }

    @Override
    public Future<String> breaking() {
      return null;
    }

    @Override
    public Future<Place> whereFuture() {
      return Future.succeededFuture(wherePlain());
    }

    @Override
    public Place wherePlain() {
      return new Place(
          Thread.currentThread().getName(),
          Thread.currentThread().isVirtual(),
          Vertx.currentContext() != null && Context.isOnEventLoopThread());
    }

    @Override
    public Future<String> byDefault() {
      return Future.succeededFuture("overridden where it is served");
    }
  }
}
