package dev.samara.load.process;

import dev.samara.load.fault.Tool;
import dev.samara.load.transport.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * nginx: one process, one worker. It takes uploads by PUT where it has its WebDAV module, gives
 * files by sendfile, and answers {@code /health/live} as the gateway does.
 */
public final class NginxProcess implements AutoCloseable {
  private static final String PROGRAM = "nginx";
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final BenchProcess process;
  private final int port;

  private NginxProcess(BenchProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Whether it can be started.
   *
   * @return what is missing in words, empty if nothing
   */
  public static Optional<String> missing() {
    return Tool.missing(PROGRAM).map(text -> text + " (Debian package: nginx)");
  }

  /**
   * Starts it.
   *
   * @param folder where it keeps its configuration and its uploads, and finds below {@code files}
   *     what it gives
   * @return the process, which listens; the caller closes it
   * @throws IOException if it can't start, as without the module; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static NginxProcess start(Path folder) throws IOException, InterruptedException {
    int port = Ports.free();
    Files.createDirectories(folder.resolve("uploads"));
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            user root;
            pid %1$s/nginx.pid;
            error_log stderr notice;
            events { worker_connections 2048; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 100000000;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                root %1$s;
                client_max_body_size 0;
                location /uploads/ { dav_methods PUT; }
                location = /health/live {
                  default_type application/json;
                  return 200 '{"status":"up"}';
                }
              }
            }
            """
                .formatted(folder, port));
    BenchProcess started =
        BenchProcess.start(
            List.of(
                Tool.find(PROGRAM).map(Path::toString).orElse(PROGRAM),
                "-c",
                configuration.toString(),
                "-e",
                "stderr"),
            line ->
                line.contains("getrlimit(RLIMIT_NOFILE)") ? Optional.of(line) : Optional.empty(),
            START_PATIENCE);
    return new NginxProcess(started, port);
  }

  /**
   * Where it listens.
   *
   * @return host and port
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * The process itself.
   *
   * @return its clock and memory
   */
  public BenchProcess process() {
    return process;
  }

  /** Ends it. */
  @Override
  public void close() {
    process.close();
  }
}
