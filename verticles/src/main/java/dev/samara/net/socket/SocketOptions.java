package dev.samara.net.socket;

import java.util.Optional;

/**
 * How a listener's sockets are set up.
 *
 * @param backlog how many connections may wait to be accepted; 1 or more
 * @param reuseAddress whether a TCP port may be bound while connections of a former process still
 *     linger there (SO_REUSEADDR)
 * @param reusePort whether several processes may listen on the same port (SO_REUSEPORT), and each
 *     event loop on a socket of its own; needs a native transport, and listening fails without one
 * @param tcp what each TCP connection gets
 * @param buffers how much of each connection's bytes is on its way; TCP and UNIX
 * @param proxyProtocol if present, each TCP connection must begin with a PROXY header
 * @param unix what a UNIX socket's file looks like
 */
public record SocketOptions(
    int backlog,
    boolean reuseAddress,
    boolean reusePort,
    TcpOptions tcp,
    BufferOptions buffers,
    Optional<ProxyProtocol> proxyProtocol,
    UnixOptions unix) {

  /** How many connections may wait unless told otherwise; Linux cuts it at net.core.somaxconn. */
  public static final int DEFAULT_BACKLOG = 4096;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SocketOptions {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog: %d (expected: >= 1)".formatted(backlog));
    }
  }

  /**
   * The usual set-up: the address is reused, the port is not.
   *
   * @return the defaults
   */
  public static SocketOptions defaults() {
    return new SocketOptions(
        DEFAULT_BACKLOG,
        true,
        false,
        TcpOptions.defaults(),
        BufferOptions.DEFAULT,
        Optional.empty(),
        UnixOptions.ownUserOnly());
  }

  /**
   * Changes how many connections may wait to be accepted.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public SocketOptions withBacklog(int connections) {
    return new SocketOptions(
        connections, reuseAddress, reusePort, tcp, buffers, proxyProtocol, unix);
  }

  /**
   * Changes whether a port may be bound while connections of a former process linger there.
   *
   * @param reuse whether it may
   * @return changed options
   */
  public SocketOptions withReuseAddress(boolean reuse) {
    return new SocketOptions(backlog, reuse, reusePort, tcp, buffers, proxyProtocol, unix);
  }

  /**
   * Changes whether several processes may listen on the same port.
   *
   * @param reuse whether they may
   * @return changed options
   */
  public SocketOptions withReusePort(boolean reuse) {
    return new SocketOptions(backlog, reuseAddress, reuse, tcp, buffers, proxyProtocol, unix);
  }

  /**
   * Changes what each TCP connection gets.
   *
   * @param options the new ones
   * @return changed options
   */
  public SocketOptions withTcp(TcpOptions options) {
    return new SocketOptions(
        backlog, reuseAddress, reusePort, options, buffers, proxyProtocol, unix);
  }

  /**
   * Changes how much of each connection's bytes is on its way.
   *
   * @param options the new ones
   * @return changed options
   */
  public SocketOptions withBuffers(BufferOptions options) {
    return new SocketOptions(backlog, reuseAddress, reusePort, tcp, options, proxyProtocol, unix);
  }

  /**
   * Makes each TCP connection begin with a PROXY header.
   *
   * @param proxies who may send such headers
   * @return changed options
   */
  public SocketOptions withProxyProtocol(ProxyProtocol proxies) {
    return new SocketOptions(
        backlog, reuseAddress, reusePort, tcp, buffers, Optional.of(proxies), unix);
  }

  /**
   * Changes what a UNIX socket's file looks like.
   *
   * @param options the new ones
   * @return changed options
   */
  public SocketOptions withUnix(UnixOptions options) {
    return new SocketOptions(
        backlog, reuseAddress, reusePort, tcp, buffers, proxyProtocol, options);
  }
}
