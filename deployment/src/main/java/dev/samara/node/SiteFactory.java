package dev.samara.node;

import dev.samara.http.site.Authenticator;
import dev.samara.http.site.Authenticators;
import dev.samara.http.site.PathGuard;
import dev.samara.http.site.SiteOptions;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.GatewayConfig;
import dev.samara.node.config.GuardConfig;
import dev.samara.node.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;

/** Makes what the gateway does for whole paths of its configuration; secrets come from files. */
final class SiteFactory {
  private static final String REALM = "samara";

  private final Vertx vertx;

  SiteFactory(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Fails with one line that quotes nothing of what is secret. */
  Future<SiteOptions> make(GatewayConfig config) {
    var guards = config.siteOrNone().guards().stream().map(this::guard).toList();
    return Future.all(guards)
        .map(all -> {
          var site = config.siteOrNone().options();
          for (PathGuard guard : all.<PathGuard>list()) {
            site = site.withGuard(guard.path(), guard.authenticator());
          }
          return config.tls().map(TlsConfig::options).map(site::withTls).orElse(site);
        })
        .recover(cause ->
            Future.failedFuture(
                cause instanceof IllegalArgumentException && !(cause instanceof ConfigException)
                    ? new ConfigException("gateway." + cause.getMessage())
                    : cause));
  }

  private Future<PathGuard> guard(GuardConfig config) {
    Future<Authenticator> made =
        switch (config.scheme()) {
          case BEARER -> secrets(config).map(tokens -> Authenticators.bearer(REALM, tokens));
          case BASIC -> secrets(config).map(words -> Authenticators.basic(REALM, words));
          case CERTIFICATE ->
              Future.succeededFuture(
                  Authenticators.certificate(certificate ->
                      config.subjects().isEmpty()
                          || config
                              .subjects()
                              .contains(certificate.getSubjectX500Principal().getName())));
        };
    return made.map(authenticator -> new PathGuard(config.path(), authenticator));
  }

  private Future<Map<String, String>> secrets(GuardConfig config) {
    Path file = config.secretsFile().orElseThrow();
    String option = "gateway.site.guards.secretsFile: " + file;
    return vertx
        .fileSystem()
        .readFile(file.toString())
        .recover(_ -> Future.failedFuture(new ConfigException(option + " cannot be read")))
        .map(content -> SecretLines.read(option, content));
  }
}
