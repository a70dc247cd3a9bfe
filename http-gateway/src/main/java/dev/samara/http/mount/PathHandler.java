package dev.samara.http.mount;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;
import dev.samara.http.body.BodyStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** What serves a path. */
public sealed interface PathHandler {

  /**
   * On the event loop, with all that Vert.x has. A Vert.x {@code Router} is such a handler; it sees
   * the whole path.
   *
   * @param handler has to answer, must not block
   */
  record Plain(Handler<HttpServerRequest> handler) implements PathHandler {}

  /**
   * On the event loop, with the body in pieces.
   *
   * @param handler must not block
   */
  record Streaming(StreamHandler handler) implements PathHandler {}

  /**
   * On the event loop, in steps: a step takes what is there of the body, and ends when nothing is;
   * the next begins when something is. Nothing waits in between.
   *
   * @param handler must not block
   */
  record Stepwise(StepHandler handler) implements PathHandler {}

  /**
   * Straight-line code: each request has a virtual thread.
   *
   * @param handler may block
   */
  record Blocking(BlockingHandler handler) implements PathHandler {}

  /**
   * A service of the RPC bus: {@code POST PATH/METHOD}, as under {@code /rpc}.
   *
   * @param service its name
   */
  record Service(String service) implements PathHandler {}

  /**
   * A service on some node that takes the body as messages of the bus, see {@link
   * dev.samara.http.bus.BodyService}.
   *
   * @param address where it was registered
   */
  record Bus(String address) implements PathHandler {}

  /**
   * Files below a folder, as {@code GET} and {@code HEAD} ask for them: with conditions, ranges,
   * and the index of a folder. Names that begin with a dot, and links that lead out, are not found.
   *
   * @param folder read as it is at each request
   * @param index the file that stands for a folder, such as {@code index.html}
   * @param freshFor for how long a file of at most 64 KiB that was read is given again without a
   *     look at the disk, 0 (never) to 1 hour: a change shows that much later. Up to 16 MiB of them
   *     are kept
   */
  record Files(Path folder, String index, Duration freshFor) implements PathHandler {

    /** Checks the time. */
    public Files {
      if (freshFor.isNegative() || freshFor.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "files.freshFor: %s (expected: 0 to 1 hour)".formatted(freshFor));
      }
    }

    /**
     * Files that are looked at at each request.
     *
     * @param folder as above
     * @param index as above
     */
    public Files(Path folder, String index) {
      this(folder, index, Duration.ZERO);
    }
  }

  /**
   * Another server of HTTP/1.1, to which requests go and from which the answers come, both as fast
   * as they are read. Fields of one connection are left out; {@code Forwarded} and {@code
   * X-Forwarded-For}, {@code -Host} and {@code -Proto} are set anew, {@code Via} is added. No
   * answer in time is 504, none at all 502. Upgrades are not passed on.
   *
   * @param target http or https, a host, perhaps a port and a path in the place of the mount's
   * @param timeout how long it may take to connect, and how long either side may be silent, 1 ms to
   *     1 day
   */
  record Proxy(URI target, Duration timeout) implements PathHandler {

    /** Checks the values. */
    public Proxy {
      boolean http = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
      if (!http || target.getHost() == null || target.getRawQuery() != null) {
        throw new IllegalArgumentException(
            "proxy.target: %s (expected: one like http://host:port/path)".formatted(target));
      }
      if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "proxy.timeout: %s (expected: 1 ms to 1 day)".formatted(timeout));
      }
    }
  }

  /** Answers requests whose body comes in pieces. */
  @FunctionalInterface
  interface StreamHandler {
    /**
     * One request. Called on its event loop.
     *
     * @param request its head, not to be read from
     * @param body its body, as fast as it is asked for
     * @return the answer; a failure is answered with 500, a {@link
     *     dev.samara.http.body.BodyException} with its status
     */
    Future<Reply> handle(HttpServerRequest request, BodyStream body);
  }

  /** Answers requests in steps. */
  @FunctionalInterface
  interface StepHandler {
    /**
     * A request begins. Called on its event loop.
     *
     * @param request its head, not to be read from
     * @return what takes its steps
     */
    Steps begin(HttpServerRequest request);
  }

  /** One request in steps, called one after the other on its event loop. */
  @FunctionalInterface
  interface Steps {
    /**
     * Goes on as far as it can. Called when the request begins, and again after each {@link
     * NotReady} as soon as there is a piece, or none will come.
     *
     * @param body gives the pieces that are there
     * @return the answer; or {@link NotReady}, usually as the body gave it. Who returns that when
     *     the body has ended is answered with 500
     * @throws BodyException is answered with its status
     */
    Step step(Polled.Source body) throws BodyException;
  }

  /** Answers requests on virtual threads. */
  @FunctionalInterface
  interface BlockingHandler {
    /**
     * One request. Called on a virtual thread of its own, which may block.
     *
     * @param request its head, not to be read from
     * @param body the pieces of its body, to be iterated over once; the iterator throws an {@link
     *     java.io.UncheckedIOException} when the rest will not come
     * @return the answer
     * @throws Exception is answered with 500, or the status of a {@link
     *     dev.samara.http.body.BodyException}
     */
    Reply handle(HttpServerRequest request, Iterable<BodyEvent> body) throws Exception;
  }
}
