package dev.samara.rpc.dialogue;

/** Has something for others when the turn of its event loop is over. */
interface Speaker {

  /** Gives it to them. */
  void flush();
}
