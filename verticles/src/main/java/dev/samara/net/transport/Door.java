package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.ProxyProtocol;
import dev.samara.net.transport.tls.ServerTls;
import java.time.Duration;
import java.util.Optional;

/** What a listener asks of sockets that come in, and what it makes of them. */
public interface Door {

  /**
   * The proxies that connections come by.
   *
   * @return empty if peers connect themselves
   */
  Optional<ProxyProtocol> proxyProtocol();

  /**
   * The certificates.
   *
   * @return empty for plain text
   */
  Optional<ServerTls> tls();

  /**
   * How much of each socket's bytes is on its way.
   *
   * @return the options
   */
  BufferOptions buffers();

  /**
   * How long a socket may take until {@link #enter}.
   *
   * @return the limit; zero for none
   */
  Duration limit();

  /**
   * How many sockets may be on their way to {@link #enter} at a time.
   *
   * @return 1 or more
   */
  int maxArriving();

  /**
   * Takes a new peer. On the event loop of its link.
   *
   * @param link the link, open
   * @return the connection's side of the link, or empty if it is refused
   */
  Optional<Link.Receiver> enter(Link link);

  /**
   * Is told of a socket that does not enter. On the socket's event loop.
   *
   * @param fault the kind of fault
   * @param peer the socket's remote address, for a person
   * @param what what is wrong, for a person
   */
  void fault(ArrivalFault fault, String peer, String what);
}
