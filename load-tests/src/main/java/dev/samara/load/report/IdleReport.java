package dev.samara.load.report;

import java.util.List;
import java.util.Optional;

/**
 * A whole run of {@code bench idle}.
 *
 * @param bench {@code idle}
 * @param machine where and when
 * @param options what was asked for
 * @param servers one per server, in the order of the first round
 */
public record IdleReport(String bench, Machine machine, Options options, List<Server> servers) {

  /**
   * What was asked for.
   *
   * @param connections how many kept still
   * @param wantedConnections how many were to; more if the system has too few descriptors
   * @param servers names, in the order of the first round
   * @param yardstick the one that the ratios refer to
   * @param loops event loops of each server
   * @param generatorLoops event loops of the generator
   * @param transport epoll or nio, of the generator
   * @param warmUpMillis load before each echo
   * @param windowMillis length of each echo
   * @param rounds new processes per server
   * @param activeConnections connections of the echo, with one message in flight on each
   * @param activePayloadBytes bytes of its messages
   * @param serverFlags JVM flags of all server processes
   */
  public record Options(
      int connections,
      int wantedConnections,
      List<String> servers,
      String yardstick,
      int loops,
      int generatorLoops,
      String transport,
      long warmUpMillis,
      long windowMillis,
      int rounds,
      int activeConnections,
      int activePayloadBytes,
      List<String> serverFlags) {}

  /**
   * One server.
   *
   * @param server its name
   * @param rounds in the order of measuring
   * @param acceptsPerSecond spread of the rate at which connections were accepted
   * @param cpuMicrosPerAccept spread of the processor time of the server per connection
   * @param heapBytesPerConnection spread of the live heap of each connection
   * @param residentBytesPerConnection spread of the memory of each connection outside the heap
   * @param alone99Micros spread of the 99th percentile of the echo without the connections
   * @param beside50Micros spread of the median of the echo beside them
   * @param beside99Micros spread of the 99th percentile of the echo beside them
   * @param ratios the medians as multiples of the yardstick's; empty without one
   */
  public record Server(
      String server,
      List<Round> rounds,
      Spread acceptsPerSecond,
      Spread cpuMicrosPerAccept,
      Spread heapBytesPerConnection,
      Spread residentBytesPerConnection,
      Spread alone99Micros,
      Spread beside50Micros,
      Spread beside99Micros,
      Optional<Ratios> ratios) {

    Server withRatios(Ratios newRatios) {
      return new Server(
          server,
          rounds,
          acceptsPerSecond,
          cpuMicrosPerAccept,
          heapBytesPerConnection,
          residentBytesPerConnection,
          alone99Micros,
          beside50Micros,
          beside99Micros,
          Optional.of(newRatios));
    }
  }

  /**
   * One process of a server.
   *
   * @param acceptsPerSecond connections per second until each had its first answer
   * @param cpuMicrosPerAccept processor time of the server per connection meanwhile
   * @param heapBytesPerConnection what full collections leave, less what they left before
   * @param residentBytesPerConnection growth of the process's memory in RAM; as the heap is
   *     resident from the start, this is what lies outside of it
   * @param alone the echo before the connections were there
   * @param beside the echo beside them
   */
  public record Round(
      double acceptsPerSecond,
      double cpuMicrosPerAccept,
      double heapBytesPerConnection,
      double residentBytesPerConnection,
      Latency alone,
      Latency beside) {}

  /**
   * An echo with one message in flight on each connection.
   *
   * @param messagesPerSecond rate
   * @param p50Micros median latency
   * @param p99Micros 99th percentile of the latency
   * @param maxMicros longest latency
   */
  public record Latency(
      double messagesPerSecond, double p50Micros, double p99Micros, double maxMicros) {}

  /**
   * A server as a multiple of the yardstick.
   *
   * @param accepts its accept rate; more is better
   * @param heap its heap per connection; less is better
   * @param beside99 the 99th percentile of its echo beside the connections; less is better
   */
  public record Ratios(double accepts, double heap, double beside99) {}
}
