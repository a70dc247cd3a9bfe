package dev.samara.rpc.dialogue;

import dev.samara.rpc.wire.Frame;
import java.util.List;

/** What takes the frames of a dialogue to the peer. On the dialogue's event loop. */
public interface Carrier {

  /**
   * Who is at the other end.
   *
   * @return for messages, such as {@code node 'b'}
   */
  String peer();

  /**
   * Whether frames are handed over as they are, so that values need not be made bytes.
   *
   * @return true inside of a node
   */
  boolean isInMemory();

  /**
   * Takes what was said in one turn of the event loop. If it is certain that it was not delivered,
   * {@link Dialogue#notCarried} is told.
   *
   * @param frames in order; the carrier owns the list
   */
  void carry(List<Frame> frames);

  /**
   * Whether so much is on its way that no further call should be made.
   *
   * @param unsaidBytes what was said in this turn and not yet given to the carrier
   * @return true beyond the bound of the carrier's queue
   */
  boolean isFull(long unsaidBytes);

  /**
   * Whether an answer still fits into the carrier's queue; one that finds it empty does.
   *
   * @param unsaidBytes as for {@link #isFull}
   * @param answerBytes the answer's length
   * @return false if it would go beyond the bound
   */
  boolean takesAnswer(long unsaidBytes, long answerBytes);
}
