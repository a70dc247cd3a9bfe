package dev.samara.rpc.client;

import java.util.List;
import java.util.Optional;

/** Chooses whom an attempt goes to: the seam for balancing. Any thread. */
public interface Targets {

  /**
   * Chooses.
   *
   * @param service the service's name
   * @param key calls with the same key belong together
   * @return whom; empty if nobody offers the service
   */
  Optional<Target> choose(String service, Optional<String> key);

  /**
   * All whom an attempt could go to, for clients that choose by a policy of their own.
   *
   * @param service the service's name
   * @return each time in the same order
   */
  List<Offer> offers(String service);

  /**
   * One of them.
   *
   * @param nodeId the node's id
   * @param target how to reach it
   */
  record Offer(String nodeId, Target target) {}

  /**
   * What to say if there was nobody.
   *
   * @param service the service's name
   * @return one line
   */
  String nobody(String service);

  /**
   * Always the same one.
   *
   * @param id stands for it in policies
   * @param target with whom
   * @return the targets
   */
  static Targets always(String id, Target target) {
    Optional<Target> always = Optional.of(target);
    List<Offer> only = List.of(new Offer(id, target));
    return new Targets() {
      @Override
      public Optional<Target> choose(String service, Optional<String> key) {
        return always;
      }

      @Override
      public List<Offer> offers(String service) {
        return only;
      }

      @Override
      public String nobody(String service) {
        throw new IllegalStateException("there is always a peer");
      }
    };
  }
}
