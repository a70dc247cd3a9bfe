package dev.samara.load.report;

import java.util.List;
import java.util.Optional;

/**
 * A whole run of {@code bench echo}.
 *
 * @param bench {@code echo}
 * @param machine where and when
 * @param options what was asked for
 * @param cells one per combination of connections, depth and size, in the order of the run
 */
public record EchoReport(String bench, Machine machine, Options options, List<Cell> cells) {

  /**
   * What was asked for.
   *
   * @param servers names, in the order of the first round
   * @param yardstick the one that the ratios refer to
   * @param loops event loops of each server
   * @param generatorLoops event loops of the generator
   * @param transport epoll or nio, of the generator
   * @param warmUpMillis load before each window
   * @param windowMillis length of each window
   * @param rounds windows per cell and server
   * @param serverFlags JVM flags of all server processes
   */
  public record Options(
      List<String> servers,
      String yardstick,
      int loops,
      int generatorLoops,
      String transport,
      long warmUpMillis,
      long windowMillis,
      int rounds,
      List<String> serverFlags) {}

  /**
   * One combination, on all servers.
   *
   * @param connections TCP connections
   * @param depth messages in flight on each
   * @param payloadBytes bytes of a message
   * @param servers one per server
   */
  public record Cell(int connections, int depth, int payloadBytes, List<Server> servers) {}

  /**
   * One server in one cell.
   *
   * @param server its name
   * @param rounds in the order of measuring
   * @param messagesPerSecond spread of the rate
   * @param p50Micros spread of the median latency
   * @param p99Micros spread of the 99th percentile of the latency
   * @param cpuMicrosPerMessage spread of the processor time of the server per message
   * @param ratios the medians as shares of the yardstick's in the same cell; empty without one
   */
  public record Server(
      String server,
      List<Round> rounds,
      Spread messagesPerSecond,
      Spread p50Micros,
      Spread p99Micros,
      Spread cpuMicrosPerMessage,
      Optional<Ratios> ratios) {

    Server withRatios(Ratios newRatios) {
      return new Server(
          server,
          rounds,
          messagesPerSecond,
          p50Micros,
          p99Micros,
          cpuMicrosPerMessage,
          Optional.of(newRatios));
    }
  }

  /**
   * One measured window.
   *
   * @param messages answers in the window
   * @param messagesPerSecond rate
   * @param p50Micros median latency
   * @param p99Micros 99th percentile of the latency
   * @param maxMicros longest latency
   * @param cpuMicrosPerMessage processor time of the server per message
   * @param sent all messages of the run, with warm-up and the last answers
   * @param answered those of them that were answered rightly
   * @param failed those that were not; always 0 in a report, as a fault ends the run
   */
  public record Round(
      long messages,
      double messagesPerSecond,
      double p50Micros,
      double p99Micros,
      double maxMicros,
      double cpuMicrosPerMessage,
      long sent,
      long answered,
      long failed) {}

  /**
   * A server beside the yardstick; more is better.
   *
   * @param rate its rate as a share of the yardstick's
   * @param ratePerCpu its messages per second of server processor time, likewise
   */
  public record Ratios(double rate, double ratePerCpu) {}
}
