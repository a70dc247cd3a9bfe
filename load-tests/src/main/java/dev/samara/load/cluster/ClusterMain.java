package dev.samara.load.cluster;

import dev.samara.load.generator.ProcessorClock;
import dev.samara.net.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The main class of a member: {@code ClusterMain ROLE FIRST-PORT LOOPS NATS-URL}, with {@code -}
 * for no NATS. Prints one line {@code ready}, followed by its ports, and ends when its standard
 * input does, so that it never outlives the bench. The caller answers each line of input with a
 * line that begins with {@code answer}.
 *
 * <pre>
 * role     ready                              is asked
 * callee   ready STREAM-PORT
 * caller   ready BUS-PORT RAW-PORT            call SUBJECT SHAPE PIDS
 *                                             stream SUBJECT PORT SHAPE PIDS
 *                                             kill PID CALLS
 * victim   ready
 * </pre>
 */
public final class ClusterMain {
  static final String READY = "ready ";
  static final String ANSWER = "answer ";
  static final String OK = "ok ";
  static final String FAILED = "failed ";

  private static final int ARGUMENTS = 4;
  private static final int SHAPE_WORDS = 4;

  private ClusterMain() {}

  /**
   * Runs a member until the end of standard input.
   *
   * @param arguments its role, the first member port, the number of event loops, and where NATS is;
   *     anything else ends the process with code 2
   * @throws Exception if the member can't start
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != ARGUMENTS) {
      System.err.println("usage: ClusterMain callee|caller|victim FIRST-PORT LOOPS NATS-URL|-");
      System.exit(2);
    }
    String role = arguments[0];
    int loops = Integer.parseInt(arguments[2]);
    Member member = Member.join(role, Integer.parseInt(arguments[1]), loops);
    try (NatsEnd nats = arguments[3].equals("-") ? null : NatsEnd.connect(arguments[3])) {
      switch (role) {
        case "callee" -> callee(member, loops, Optional.ofNullable(nats));
        case "caller" -> caller(member, Optional.ofNullable(nats));
        case "victim" -> victim(member);
        default -> throw new IllegalArgumentException("no such role: " + role);
      }
    } finally {
      member.close();
    }
  }

  private static void callee(Member member, int loops, Optional<NatsEnd> nats) throws Exception {
    if (nats.isPresent()) {
      nats.get().serve();
    }
    say(READY + Callee.serve(member, loops));
    input().lines().forEach(_ -> {});
  }

  private static void victim(Member member) throws Exception {
    Member.await(member.rpc().expose(Victim.class, Victim.create()));
    say(READY);
    input().lines().forEach(_ -> {});
  }

  private static void caller(Member member, Optional<NatsEnd> nats) throws Exception {
    Hub hub = Member.await(Hub.start(member.vertx(), "bench"));
    Caller caller = new Caller(member, nats);
    Waits.until("the callee", () -> member.offered("echo") && member.offered(Subjects.LINKS));
    caller.connect();
    int bus = caller.listen(Subjects.ROUTE, hub, false);
    say(READY + bus + " " + caller.listen(Subjects.RAW, hub, true));
    BufferedReader lines = input();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String answer;
      try {
        answer = OK + answer(member, caller, List.of(line.split(" ")));
      } catch (IOException failed) {
        answer = FAILED + failed.getMessage();
      }
      say(ANSWER + answer);
    }
  }

  private static String answer(Member member, Caller caller, List<String> words) throws Exception {
    return switch (words.getFirst()) {
      case "call" -> caller.call(words.get(1), shape(words, 2), clock(words)).line();
      case "stream" ->
          caller.stream(words.get(1), Integer.parseInt(words.get(2)), shape(words, 3), clock(words))
              .line();
      case "kill" ->
          new Kill(member, Integer.parseInt(words.get(2)))
              .run(Long.parseLong(words.get(1)))
              .toLine();
      default -> throw new IOException("not understood: " + words);
    };
  }

  private static Shape shape(List<String> words, int from) {
    return Shape.of(String.join(" ", words.subList(from, from + SHAPE_WORDS)));
  }

  private static ProcessorClock clock(List<String> words) {
    return new ProcessorClock(Stream.of(words.getLast().split(",")).map(Long::parseLong).toList());
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
