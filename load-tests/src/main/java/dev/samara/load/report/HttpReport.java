package dev.samara.load.report;

import java.util.List;
import java.util.Optional;

/**
 * A whole run of {@code bench http}.
 *
 * @param bench {@code http}
 * @param machine where and when
 * @param url scheme, host and port of the gateway
 * @param threads threads of wrk
 * @param seconds length of each run
 * @param runs one per script and number of connections, in the order of measuring
 */
public record HttpReport(
    String bench, Machine machine, String url, int threads, int seconds, List<Run> runs) {

  /**
   * One run of wrk.
   *
   * @param script its name without the ending
   * @param connections TCP connections
   * @param requests answered requests
   * @param requestsPerSecond rate
   * @param bytesPerSecond bytes read, with headers
   * @param p50Micros median latency; of pipelined requests, that of the whole pipeline
   * @param p99Micros 99th percentile of the latency, likewise
   * @param cpuMicrosPerRequest processor time of the node per request; empty if the bench didn't
   *     start the node
   * @param socketErrors connections refused, broken or timed out
   * @param badAnswers answers with a status other than 2xx or 3xx
   */
  public record Run(
      String script,
      int connections,
      long requests,
      double requestsPerSecond,
      double bytesPerSecond,
      double p50Micros,
      double p99Micros,
      Optional<Double> cpuMicrosPerRequest,
      long socketErrors,
      long badAnswers) {

    /**
     * Whether all answers were good ones.
     *
     * @return true if there was no error of either kind
     */
    public boolean clean() {
      return socketErrors == 0 && badAnswers == 0;
    }
  }
}
