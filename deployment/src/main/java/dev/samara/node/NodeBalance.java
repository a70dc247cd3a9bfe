package dev.samara.node;

import dev.samara.http.upload.UploadBalance;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.rpc.call.CallBalance;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything went that a node was given.
 *
 * @param listeners messages by listener
 * @param calls the calls made from here
 * @param uploads the uploads, if there is a gateway
 */
public record NodeBalance(
    Map<String, ListenerFigures> listeners, CallBalance calls, Optional<UploadBalance> uploads) {

  /**
   * The messages of all listeners.
   *
   * @return the sum
   */
  public ListenerFigures total() {
    return listeners.values().stream().reduce(ListenerFigures.ZERO, ListenerFigures::plus);
  }

  /**
   * Whether the promise is kept.
   *
   * @return true if everything accepted is accounted for
   */
  public boolean addsUp() {
    var messages = listeners.values().stream().allMatch(f -> f.in().addsUp() && f.out().addsUp());
    return messages && calls.addsUp() && uploads.map(UploadBalance::addsUp).orElse(true);
  }
}
