package dev.samara.rpc.dialogue;

/** Who deals with the calls of a dialogue. */
public interface Server {

  /**
   * Takes a call; it gets exactly one outcome, sooner or later.
   *
   * @param call just arrived; on the dialogue's event loop
   */
  void serve(IncomingCall call);
}
