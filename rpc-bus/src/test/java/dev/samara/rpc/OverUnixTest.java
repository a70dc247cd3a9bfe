package dev.samara.rpc;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a UNIX socket. */
class OverUnixTest extends OverConnection {
  @BeforeAll
  static void start(@TempDir Path folder) {
    Path path = folder.resolve("rpc.sock");
    connect(
        (name, rpc) -> ListenerOptions.unix(name, path, rpc.framing()),
        (listener, rpc) ->
            ConnectorOptions.to(
                "out",
                SocketAddress.domainSocketAddress(path.toString()),
                ConnectionOptions.of(rpc.framing())));
  }
}
