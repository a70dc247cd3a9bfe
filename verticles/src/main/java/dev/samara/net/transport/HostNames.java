package dev.samara.net.transport;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Finds the names of hosts by their addresses: asks the first DNS server that Vert.x knows, or
 * where its resolver is switched off the JVM, whose answers a few threads wait for. Whoever owns an
 * address says what it is called, so a name is to be shown and nothing to be trusted. Any thread.
 */
public final class HostNames {

  /** The longest time that a look-up may take. */
  public static final Duration LONGEST = Duration.ofSeconds(10);

  /** Beyond this nobody is asked: a crowd that comes at once must not flood a DNS server. */
  static final int MAX_UNDER_WAY = 256;

  /** A host name (RFC 1123) as servers really give them, with underscores. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private static final int MAX_NAME_LENGTH = 253;

  private final VertxInternal vertx;

  /** Empty where Vert.x asks. */
  private final Optional<WorkerExecutor> jvm;

  private final AtomicInteger underWay = new AtomicInteger();

  /** Made for the first look-up, as that reads the system's files. */
  private Future<DnsClient> client;

  /**
   * Makes a finder, which does nothing until it is asked.
   *
   * @param vertx whose resolver options hold
   */
  public HostNames(VertxInternal vertx) {
    this.vertx = vertx;
    this.jvm =
        HostAddresses.isLeftToJvm(vertx)
            ? Optional.of(HostAddresses.jvmThreads(vertx))
            : Optional.empty();
  }

  /**
   * Finds the name of a host.
   *
   * @param context on which the future completes
   * @param address the host's address
   * @param limit how long it may take, 1 ms to {@link #LONGEST}
   * @return the name, or nothing if there is none, none in time, none that could be a host's name,
   *     or if very many look-ups are under way; never fails
   */
  public Future<Optional<String>> of(ContextInternal context, InetAddress address, Duration limit) {
    if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
      underWay.decrementAndGet();
      return context.succeededFuture(Optional.empty());
    }
    var found = context.<Optional<String>>promise();
    lookUp(context, address)
        .onComplete(_ -> underWay.decrementAndGet())
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .map(HostNames::checked)
        .otherwise(Optional.empty())
        .onComplete(found);
    return found.future();
  }

  private Future<String> lookUp(ContextInternal context, InetAddress address) {
    if (jvm.isPresent()) {
      return jvm.get().executeBlocking(() -> fromJvm(address), false);
    }
    var asked = context.<String>promise();
    client()
        .onSuccess(
            dns -> context.runOnContext(_ -> dns.resolvePTR(pointer(address)).onComplete(asked)))
        .onFailure(asked::fail);
    return asked.future();
  }

  private synchronized Future<DnsClient> client() {
    if (client == null) {
      var options = new DnsClientOptions().setQueryTimeout(LONGEST.toMillis());
      client = vertx.executeBlocking(() -> vertx.createDnsClient(options));
    }
    return client;
  }

  /** What there is no name for the JVM calls by its address. */
  private static String fromJvm(InetAddress address) {
    var name = address.getCanonicalHostName();
    return name.equals(address.getHostAddress()) ? null : name;
  }

  /** The domain that holds a host's name (RFC 1035 section 3.5, RFC 3596 section 2.5). */
  static String pointer(InetAddress address) {
    var bytes = address.getAddress();
    var domain = new StringBuilder();
    for (var i = bytes.length - 1; i >= 0; i--) {
      if (address instanceof Inet4Address) {
        domain.append(bytes[i] & 0xFF).append('.');
      } else {
        var digits = HexFormat.of().toHexDigits(bytes[i]);
        domain.append(digits.charAt(1)).append('.').append(digits.charAt(0)).append('.');
      }
    }
    return domain.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa").toString();
  }

  /** Who owns the address may have written anything there. */
  private static Optional<String> checked(String answer) {
    return Optional.ofNullable(answer)
        .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
        .filter(name -> name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches());
  }
}
