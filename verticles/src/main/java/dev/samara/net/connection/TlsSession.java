package dev.samara.net.connection;

import java.util.Optional;

/**
 * How a connection is encrypted.
 *
 * @param version the version of TLS, as the JDK calls it, such as TLSv1.3
 * @param cipher the cipher suite, by its registered name
 * @param serverName the host name the client asked for, which proves nothing about the client
 */
public record TlsSession(String version, String cipher, Optional<String> serverName) {}
