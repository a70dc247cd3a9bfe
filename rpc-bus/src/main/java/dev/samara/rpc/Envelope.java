package dev.samara.rpc;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import java.util.List;

/**
 * What travels over the bus. The byte arrays are never changed after they were put in, so that a
 * message can be handed over inside a process as it is. Every limit that a reader checks is checked
 * here too, when a record is made: writing one never fails.
 */
sealed interface Envelope {
  /** Longest name of a service, method or node, in characters. */
  int MAX_NAME = 128;

  /** Longest line of text (error, signature), in characters. */
  int MAX_LINE = 2048;

  /** Most services of a node, and most methods of a service. */
  int MAX_LIST = 10_000;

  /**
   * A call.
   *
   * @param callId the caller's number for it
   * @param caller the node id of the caller
   * @param remainingMillis time left when it was sent
   * @param arguments JSON
   */
  record Request(
      long callId,
      String caller,
      String service,
      String method,
      long remainingMillis,
      byte[] arguments)
      implements Envelope {
    public Request {
      requireLength("caller", caller, MAX_NAME);
      requireLength("service", service, MAX_NAME);
      requireLength("method", method, MAX_NAME);
    }
  }

  /**
   * The result of a call.
   *
   * @param result JSON
   */
  record Answer(long callId, byte[] result) implements Envelope {}

  /**
   * The failure of a call.
   *
   * @param message one line for a human
   */
  record Failure(long callId, FailureKind kind, String message) implements Envelope {
    public Failure {
      requireLength("message", message, MAX_LINE);
    }
  }

  /**
   * What a node says of itself, to all others.
   *
   * @param incarnation grows with each start of a node that keeps its id
   * @param services what it offers, with its own name as their node
   */
  record Announcement(
      String nodeId, String nodeName, long incarnation, NodeState state, List<ServiceInfo> services)
      implements Envelope {
    public Announcement {
      requireLength("nodeId", nodeId, MAX_NAME);
      requireLength("nodeName", nodeName, MAX_NAME);
      services = List.copyOf(services);
      requireSize("services", services.size());
      for (ServiceInfo service : services) {
        requireLength("service", service.service(), MAX_NAME);
        requireSize("methods", service.methods().size());
        service.methods().forEach(method -> requireLength("signature", method, MAX_LINE));
      }
    }
  }

  private static void requireLength(String what, String text, int max) {
    if (text.length() > max) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, limit " + max);
    }
  }

  private static void requireSize(String what, int size) {
    if (size > MAX_LIST) {
      throw new IllegalArgumentException(size + " " + what + ", limit " + MAX_LIST);
    }
  }
}
