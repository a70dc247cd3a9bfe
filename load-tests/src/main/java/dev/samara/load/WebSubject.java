package dev.samara.load;

import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.process.NginxProcess;
import dev.samara.load.process.WebProcess;
import dev.samara.load.web.WebKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One server under wrk.
 *
 * @param name in the report
 * @param url scheme, host and port
 * @param process whose processor time counts, empty if it is somebody else's
 * @param ending ends it
 */
record WebSubject(String name, URI url, Optional<BenchProcess> process, Runnable ending)
    implements AutoCloseable {
  static final String GATEWAY = "gateway";
  static final String NODE = "node";
  static final String NGINX = "nginx";

  /** One that runs already; it is left as it is. */
  static WebSubject running(URI url) {
    return new WebSubject(GATEWAY, url, Optional.empty(), () -> {});
  }

  /** A whole node with nothing but a gateway. */
  static WebSubject node(GatewayProcess node) {
    return new WebSubject(NODE, node.url(), node.process(), node::close);
  }

  static WebSubject inJvm(WebKind kind, int loops, Path files)
      throws IOException, InterruptedException {
    BenchProcess process = WebProcess.start(kind, loops, files);
    return new WebSubject(
        kind.label(),
        URI.create("http://127.0.0.1:" + process.ready()),
        Optional.of(process),
        process::close);
  }

  static WebSubject nginx(Path folder) throws IOException, InterruptedException {
    NginxProcess nginx = NginxProcess.start(folder);
    return new WebSubject(
        NGINX,
        URI.create("http://127.0.0.1:" + nginx.address().getPort()),
        Optional.of(nginx.process()),
        nginx::close);
  }

  @Override
  public void close() {
    ending.run();
  }
}
