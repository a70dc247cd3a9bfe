package dev.samara.http.site;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The usual ways to find out who asks. */
public final class Authenticators {

  /** Finds out whose a token is. */
  @FunctionalInterface
  public interface TokenCheck {
    /**
     * Called on an event loop, must not block.
     *
     * @param token as it was sent
     * @return the name of its owner; empty if it is nobody's
     */
    Future<Optional<String>> owner(String token);
  }

  /** Checks a password. */
  @FunctionalInterface
  public interface PasswordCheck {
    /**
     * Called on an event loop, must not block.
     *
     * @param user the name
     * @param password as it was sent
     * @return whether it is right
     */
    Future<Boolean> isRight(String user, String password);
  }

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private Authenticators() {}

  /**
   * Tokens (RFC 6750) in the field Authorization.
   *
   * @param realm what is guarded, for humans; without quotes
   * @param check knows the tokens
   * @return finds out
   */
  public static Authenticator bearer(String realm, TokenCheck check) {
    String challenge = "Bearer realm=\"%s\"".formatted(checkRealm(realm));
    var unknown = new AuthVerdict.Unknown(challenge);
    var wrong = new AuthVerdict.Unknown(challenge + ", error=\"invalid_token\"");
    return head ->
        credentials(head, BEARER)
            .map(token ->
                check.owner(token).map(owner -> owner.map(Authenticators::known).orElse(wrong)))
            .orElseGet(() -> Future.succeededFuture(unknown));
  }

  /**
   * Tokens that are known. How long a comparison takes tells nothing of them.
   *
   * @param realm what is guarded, for humans; without quotes
   * @param tokens by the names of their owners
   * @return finds out
   */
  public static Authenticator bearer(String realm, Map<String, String> tokens) {
    Map<String, byte[]> digests = digests(tokens);
    return bearer(
        realm,
        token -> {
          byte[] digest = digest(token);
          Optional<String> owner = Optional.empty();
          for (var entry : digests.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), digest)) {
              owner = Optional.of(entry.getKey());
            }
          }
          return Future.succeededFuture(owner);
        });
  }

  /**
   * Names and passwords (RFC 7617) in the field Authorization, as UTF-8. Only over TLS are they
   * secret.
   *
   * @param realm what is guarded, for humans; without quotes
   * @param check knows the passwords
   * @return finds out
   */
  public static Authenticator basic(String realm, PasswordCheck check) {
    var unknown =
        new AuthVerdict.Unknown(
            "Basic realm=\"%s\", charset=\"UTF-8\"".formatted(checkRealm(realm)));
    return head -> {
      Optional<String> pair = credentials(head, BASIC).flatMap(Authenticators::decode);
      int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
      if (colon < 0) {
        return Future.succeededFuture(unknown);
      }
      String user = pair.get().substring(0, colon);
      return check
          .isRight(user, pair.get().substring(colon + 1))
          .map(right -> right ? known(user) : unknown);
    };
  }

  /**
   * Names and passwords that are known. How long a comparison takes tells nothing of them.
   *
   * @param realm what is guarded, for humans; without quotes
   * @param passwords by the names
   * @return finds out
   */
  public static Authenticator basic(String realm, Map<String, String> passwords) {
    Map<String, byte[]> digests = digests(passwords);
    return basic(
        realm,
        (user, password) -> {
          byte[] right = digests.getOrDefault(user, new byte[0]);
          return Future.succeededFuture(MessageDigest.isEqual(right, digest(password)));
        });
  }

  /**
   * Clients with a certificate, which TLS has verified; its subject is their name. Needs TLS that
   * asks clients for one.
   *
   * @param admitted says whose is let in
   * @return finds out; whoever shows none is refused
   */
  public static Authenticator certificate(Predicate<X509Certificate> admitted) {
    return head -> Future.succeededFuture(verdict(head, admitted));
  }

  private static AuthVerdict verdict(HttpServerRequest head, Predicate<X509Certificate> admitted) {
    if (head.sslSession() == null) {
      return new AuthVerdict.Forbidden("come over TLS, with a certificate");
    }
    try {
      var certificate = (X509Certificate) head.sslSession().getPeerCertificates()[0];
      return admitted.test(certificate)
          ? known(certificate.getSubjectX500Principal().getName())
          : new AuthVerdict.Forbidden("the certificate is not of somebody who is let in");
    } catch (SSLPeerUnverifiedException e) {
      return new AuthVerdict.Forbidden("show a certificate");
    }
  }

  private static AuthVerdict known(String name) {
    return new AuthVerdict.Known(name);
  }

  /** What follows the name of the scheme, which is in any case. */
  private static Optional<String> credentials(HttpServerRequest head, String scheme) {
    String field = head.getHeader(HttpHeaders.AUTHORIZATION);
    return field != null && field.regionMatches(true, 0, scheme, 0, scheme.length())
        ? Optional.of(field.substring(scheme.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> decode(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, byte[]> digests(Map<String, String> secrets) {
    Map<String, byte[]> digests = new HashMap<>();
    secrets.forEach((name, secret) -> digests.put(name, digest(secret)));
    return Map.copyOf(digests);
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String checkRealm(String realm) {
    if (!realm.matches("[ !#-\\[\\]-~]+")) {
      throw new IllegalArgumentException(
          "realm: %s (expected: printable ASCII without quotes)".formatted(realm));
    }
    return realm;
  }
}
