package dev.samara.rpc.transport;

import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.Carrier;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.wire.Frame;
import java.util.List;

/** Hands frames to the other end on the same event loop. */
final class MemoryCarrier implements Carrier {
  private final String peer;
  private Dialogue other;

  private MemoryCarrier(String peer) {
    this.peer = peer;
  }

  /** A dialogue of a node with itself: the end that calls. */
  static Dialogue loopback(CallLoop loop, Server server, String nodeName) {
    MemoryCarrier there = new MemoryCarrier("node '" + nodeName + "'");
    MemoryCarrier back = new MemoryCarrier("node '" + nodeName + "'");
    Dialogue calling = new Dialogue(loop, there, server);
    Dialogue serving = new Dialogue(loop, back, server);
    there.other = serving;
    back.other = calling;
    return calling;
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public boolean isInMemory() {
    return true;
  }

  @Override
  public boolean isFull(long unsaidBytes) {
    return false;
  }

  @Override
  public boolean takesAnswer(long unsaidBytes, long answerBytes) {
    return true;
  }

  @Override
  public void carry(List<Frame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      other.receive(frames.get(i));
    }
  }
}
