package dev.samara.net.handshake;

import dev.samara.net.access.AccessRules;
import dev.samara.net.access.Refusal;
import dev.samara.net.access.Verdict;
import dev.samara.net.admission.RefusalCounts;
import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A handshake in front of a route. Any thread. */
final class HandshakeRoute implements Route {

  private final Route known;
  private final Optional<Route> unknown;
  private final AccessRules unknownRules;
  private final Handshake handshake;
  private final ClientRegistry clients;
  private final Map<String, RefusalCounts> refusals = new ConcurrentHashMap<>();

  HandshakeRoute(
      Route known,
      Optional<Route> unknown,
      AccessRules unknownRules,
      Handshake handshake,
      ClientRegistry clients) {
    this.known = known;
    this.unknown = unknown;
    this.unknownRules = unknownRules;
    this.handshake = handshake;
    this.clients = clients;
  }

  @Override
  public String name() {
    return known.name();
  }

  @Override
  public Map<String, Long> figures() {
    var all = new TreeMap<>(known.figures());
    unknown.ifPresent(
        route -> route.figures().forEach((figure, n) -> all.merge(figure, n, Long::sum)));
    return all;
  }

  @Override
  public Session open(Session.Control control) {
    return new HandshakeSession(this, control, handshake.begin(control.peer()));
  }

  Route known() {
    return known;
  }

  Optional<Route> unknown() {
    return unknown;
  }

  /** Whether a peer may go there that is not known. */
  Verdict judgeUnknown(Peer peer) {
    return unknownRules.judge(peer, Optional.empty());
  }

  ClientRegistry clients() {
    return clients;
  }

  void count(Refusal refusal, Session.Control control, String detail) {
    refusals
        .computeIfAbsent(control.id().listener(), RefusalCounts::new)
        .add(refusal, control.peer(), detail, control.nowNanos());
  }

  @Override
  public Map<String, Long> refusals(String listener) {
    var all = new TreeMap<>(known.refusals(listener));
    unknown.ifPresent(
        route -> route.refusals(listener).forEach((reason, n) -> all.merge(reason, n, Long::sum)));
    var own = refusals.get(listener);
    if (own != null) {
      own.byReason().forEach((reason, n) -> all.merge(reason, n, Long::sum));
    }
    return all;
  }
}
