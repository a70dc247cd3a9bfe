package dev.samara.node;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.handshake.Secrets;
import dev.samara.node.config.HandshakeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes handshakes of their configuration; what is secret comes from a file or a variable. */
final class HandshakeFactory {

  private final ClientRegistry clients;
  private final SecretSource source;

  /** The environment gives the value of a variable, or null. */
  HandshakeFactory(Vertx vertx, ClientRegistry clients, UnaryOperator<String> environment) {
    this.clients = clients;
    this.source = new SecretSource(vertx, environment);
  }

  /** Fails with one line that quotes nothing of what is secret. */
  Future<Handshake> make(HandshakeConfig config) {
    return switch (config.kind()) {
      case KEYWORD -> made(Handshakes.keyword(name -> isKnown(config, name)));
      case TOKEN -> secrets(config).map(Handshakes::token);
      case HMAC -> secrets(config).map(Handshakes::hmac);
      case TLS_IDENTITY -> made(Handshakes.tlsIdentity());
      case NAME_FIRST ->
          made(Handshakes.nameFirst(reason -> Optional.of(Buffer.buffer("! " + reason))));
    };
  }

  private static Future<Handshake> made(Handshake handshake) {
    return Future.succeededFuture(handshake);
  }

  private boolean isKnown(HandshakeConfig config, String name) {
    return config.anyName().orElse(false) || clients.isExpected(name);
  }

  private Future<Secrets> secrets(HandshakeConfig config) {
    return source
        .read("handshake", config.secretsFile(), config.secretsVariable())
        .map(Secrets::of);
  }
}
