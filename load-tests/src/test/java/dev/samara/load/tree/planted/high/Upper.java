package dev.samara.load.tree.planted.high;

import dev.samara.load.tree.planted.low.Climber;

/** Uses what is below, as it may. */
public final class Upper {
  public Climber below() {
    return new Climber();
  }
}
