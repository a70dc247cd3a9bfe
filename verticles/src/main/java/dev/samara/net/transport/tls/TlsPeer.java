package dev.samara.net.transport.tls;

import dev.samara.net.connection.TlsSession;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a finished handshake says. */
public final class TlsPeer {

  /** The kinds of subject alternative names that are told, by their tag in RFC 5280. */
  private enum NameKind {
    EMAIL(1, "email:"),
    DNS(2, "dns:"),
    URI(6, "uri:");

    private final int tag;
    private final String prefix;

    NameKind(int tag, String prefix) {
      this.tag = tag;
      this.prefix = prefix;
    }
  }

  private TlsPeer() {}

  /**
   * Who the peer's verified certificate says it is.
   *
   * @param session the session, its handshake finished
   * @return each name with its prefix; empty if the peer showed no certificate
   */
  public static List<String> identities(SSLSession session) {
    try {
      return identities((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  static List<String> identities(X509Certificate certificate) {
    var subject = certificate.getSubjectX500Principal().getName();
    var identities = new ArrayList<String>();
    if (!subject.isEmpty()) {
      identities.add("subject:" + subject);
      commonNames(subject).forEach(name -> identities.add("cn:" + name));
    }
    for (var kind : NameKind.values()) {
      for (var name : alternativeNames(certificate)) {
        if (name.get(0).equals(kind.tag)) {
          identities.add(kind.prefix + name.get(1));
        }
      }
    }
    return List.copyOf(identities);
  }

  private static List<String> commonNames(String subject) {
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> part.getValue().toString())
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /**
   * How the connection is encrypted.
   *
   * @param session the session, its handshake finished
   * @return version, cipher, and the host name the client asked for
   */
  public static TlsSession session(SSLSession session) {
    return new TlsSession(session.getProtocol(), session.getCipherSuite(), serverName(session));
  }

  private static Optional<String> serverName(SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    return extended.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst();
  }
}
