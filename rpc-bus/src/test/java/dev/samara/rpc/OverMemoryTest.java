package dev.samara.rpc;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract over a connection in memory. */
class OverMemoryTest extends OverConnection {
  @BeforeAll
  static void start() {

    connect(
        (name, rpc) -> ListenerOptions.memory(name, rpc.framing()),
        (listener, rpc) ->
            ConnectorOptions.memory("out", "rpc", ConnectionOptions.of(rpc.framing())));
  }
}
