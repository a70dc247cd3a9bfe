package dev.samara.load.generator;

import java.util.concurrent.CompletableFuture;

/** Takes the items of a stream: each has to be the next one. Owned by the client's event loop. */
final class ItemRun implements CallLoad.WindowRun, ItemClient.Items {
  private final byte[] expected;
  private final Window window;
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();

  private long read;
  private long measured;

  ItemRun(int bytes, Window window) {
    this.expected = Numbered.message(bytes, 0);
    this.window = window;
  }

  @Override
  public CompletableFuture<LoadResult> done() {
    return done;
  }

  @Override
  public String waitsFor() {
    return "no item after %d".formatted(read);
  }

  /** From another thread it is good enough for a message. */
  @Override
  public Balance balance() {
    return new Balance(read, read, 0);
  }

  @Override
  public void item(byte[] item) {
    if (done.isDone()) {
      return;
    }
    if (item.length != expected.length || !Numbered.sameFilling(item, expected)) {
      done.completeExceptionally(new WrongAnswer("item %d has a wrong content".formatted(read)));
    } else if (Numbered.numberOf(item) != read) {
      done.completeExceptionally(
          new WrongAnswer("item %d in place of %d".formatted(Numbered.numberOf(item), read)));
    } else {
      count(System.nanoTime());
    }
  }

  private void count(long nowNanos) {
    read++;
    if (window.contains(nowNanos)) {
      measured++;
    } else if (window.isOver(nowNanos)) {
      done.complete(
          new LoadResult(balance(), measured, window.lengthNanos(), Tally.newHistogram()));
    }
  }

  @Override
  public void ended(String reason) {
    done.completeExceptionally(new WrongAnswer("the stream ended: " + reason));
  }
}
