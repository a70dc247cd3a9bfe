package dev.samara.rpc.client;

import dev.samara.rpc.dialogue.Dialogue;
import java.util.List;
import java.util.Optional;

/** Who deals with calls of a service. Any thread. */
public interface Targets {

  /**
   * Chooses whom a call goes to that is attempted once: this node if it can, else all in turn.
   *
   * @param service the service's name
   * @return whom; empty if nobody offers the service
   */
  Optional<Target> choose(String service);

  /**
   * All who could deal with it.
   *
   * @param service the service's name
   * @return each time in the same order
   */
  List<Target> all(String service);

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
   * @param dialogue with whom
   * @return the targets
   */
  static Targets over(Dialogue dialogue) {
    Target always = new Target.Over(dialogue);
    return new Targets() {
      @Override
      public Optional<Target> choose(String service) {
        return Optional.of(always);
      }

      @Override
      public List<Target> all(String service) {
        return List.of(always);
      }

      @Override
      public String nobody(String service) {
        throw new IllegalStateException("there is always a peer");
      }
    };
  }
}
