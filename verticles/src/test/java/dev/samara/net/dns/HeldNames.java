package dev.samara.net.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JVM's resolver in all tests of this module, which does what it always does, except that one
 * name and one address take as long as a test likes.
 */
public final class HeldNames extends InetAddressResolverProvider {

  /** Is 127.0.0.1, when {@link #release} says so. */
  public static final String NAME = "held.samara.test";

  /** The JVM remembers for a while, so this is not the one above. */
  public static final String NAME_OF_ADDRESS = "peer.samara.test";

  /** Is called {@link #NAME_OF_ADDRESS}, when {@link #release} says so. */
  public static final String ADDRESS = "127.77.77.77";

  private static volatile CountDownLatch released = new CountDownLatch(0);
  private static volatile CountDownLatch waiting = new CountDownLatch(0);

  /** Holds whoever asks from now on. */
  public static void hold() {
    waiting = new CountDownLatch(1);
    released = new CountDownLatch(1);
  }

  /** Waits until somebody is held. */
  public static void awaitAsked() throws InterruptedException {
    if (!waiting.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody asked");
    }
  }

  /** Answers those who are held, and those to come at once. */
  public static void release() {
    released.countDown();
  }

  private static void waitForRelease() throws UnknownHostException {
    waiting.countDown();
    try {
      if (!released.await(20, TimeUnit.SECONDS)) {
        throw new UnknownHostException("held for too long");
      }
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var usual = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (host.equals(NAME_OF_ADDRESS)) {
          return Stream.of(InetAddress.getByAddress(host, new byte[] {127, 77, 77, 77}));
        }
        if (!host.equals(NAME)) {
          return usual.lookupByName(host, policy);
        }
        waitForRelease();
        return Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        if (!InetAddress.getByAddress(address).getHostAddress().equals(ADDRESS)) {
          return usual.lookupByAddress(address);
        }
        waitForRelease();
        return NAME_OF_ADDRESS;
      }
    };
  }

  @Override
  public String name() {
    return "held names";
  }
}
