package dev.samara.net;

import dev.samara.net.socket.ArrivalFault;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happened at a listener's door. Any thread. */
final class ArrivalCounts {

  private final Map<ArrivalFault, LongAdder> faults = new EnumMap<>(ArrivalFault.class);
  private final AtomicLong acceptErrors = new AtomicLong();
  private volatile boolean suspended;
  private volatile boolean paused;

  ArrivalCounts() {
    for (var fault : ArrivalFault.values()) {
      faults.put(fault, new LongAdder());
    }
  }

  void fault(ArrivalFault fault) {
    faults.get(fault).increment();
  }

  void acceptError() {
    acceptErrors.incrementAndGet();
  }

  void suspended(boolean on) {
    suspended = on;
  }

  void paused(boolean on) {
    paused = on;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isOpen() {
    return !suspended && !paused;
  }

  long acceptErrors() {
    return acceptErrors.get();
  }

  Map<ArrivalFault, Long> faults() {
    var copy = new EnumMap<ArrivalFault, Long>(ArrivalFault.class);
    faults.forEach((fault, count) -> copy.put(fault, count.sum()));
    return copy;
  }
}
