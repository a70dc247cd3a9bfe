package dev.samara.node.config;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.site.AccessLogFormat;
import dev.samara.http.site.Http2Options;
import dev.samara.http.site.SiteOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway does for whole paths or connections.
 *
 * @param http2 whether HTTP/2 is offered where there is TLS
 * @param http2MaxStreams the most requests at once on one of its connections
 * @param accessLog how requests are logged: off, combined or json
 * @param compression whether text leaves as gzip to clients that take it
 * @param cors which pages of other origins may ask for what
 * @param files folders whose files are served, by paths such as {@code /docs}
 * @param filesFreshFor for how long a short file that was read is given without a look at the disk
 * @param proxies other servers, such as {@code http://127.0.0.1:9000/}, by the paths that they
 *     serve
 * @param proxyTimeout how long they may take to connect, and be silent
 * @param guards whom which paths are open to
 * @param http3 whether HTTP/3 is spoken where there is TLS
 */
public record SiteConfig(
    Optional<Boolean> http2,
    Optional<Integer> http2MaxStreams,
    Optional<AccessLogFormat> accessLog,
    Optional<Boolean> compression,
    Optional<CorsConfig> cors,
    Map<String, Path> files,
    Optional<Duration> filesFreshFor,
    Map<String, URI> proxies,
    Optional<Duration> proxyTimeout,
    List<GuardConfig> guards,
    Optional<Boolean> http3) {

  private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(30);

  /** Nothing is given. */
  static final SiteConfig NONE =
      new SiteConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  /** Checks the values. */
  public SiteConfig {
    files = files == null ? Map.of() : Map.copyOf(files);
    proxies = proxies == null ? Map.of() : Map.copyOf(proxies);
    guards = Checks.list(guards);
  }

  /**
   * The options as the gateway takes them, but for guards, whose secrets have to be read.
   *
   * @return options; what is not given is the default
   * @throws ConfigException naming the option, its value and its range
   */
  public SiteOptions options() {
    return Checks.in("gateway.site.", this::over);
  }

  /**
   * The handlers of files and of other servers.
   *
   * @return one for each path
   * @throws ConfigException naming the path that is none
   */
  public Mounts mounts() {
    return Checks.in(
        "gateway.site: ",
        () -> {
          var mounts = Mounts.none();
          var freshFor = filesFreshFor.orElse(Duration.ZERO);
          for (var entry : files.entrySet()) {
            mounts =
                mounts.with(
                    entry.getKey(),
                    new PathHandler.Files(entry.getValue(), "index.html", freshFor));
          }
          var timeout = proxyTimeout.orElse(PROXY_TIMEOUT);
          for (var entry : proxies.entrySet()) {
            mounts = mounts.with(entry.getKey(), new PathHandler.Proxy(entry.getValue(), timeout));
          }
          return mounts;
        });
  }

  private SiteOptions over() {
    var usual = SiteOptions.defaults();
    var limits = Http2Options.defaults();
    return new SiteOptions(
        usual.tls(),
        new Http2Options(
            http2.orElse(limits.enabled()),
            http2MaxStreams.orElse(limits.maxStreams()),
            limits.maxResets(),
            limits.resetWindow()),
        usual.guards(),
        cors.map(CorsConfig::options),
        accessLog.orElse(usual.accessLog()),
        compression.orElse(usual.compression()),
        http3.orElse(usual.http3()),
        usual.hooks());
  }
}
