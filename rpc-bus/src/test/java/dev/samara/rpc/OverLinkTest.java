package dev.samara.rpc;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.BeforeAll;

/** The contract over a link that stands. */
class OverLinkTest extends OverConnection {
  @BeforeAll
  static void start() {
    link(
        (name, rpc) -> ListenerOptions.tcp(name, 0, rpc.framing()),
        (listener, rpc) ->
            ConnectorOptions.to(
                "out",
                SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1"),
                ConnectionOptions.of(rpc.framing())));
  }
}
