package dev.samara.net.socket;

import java.nio.file.Path;

/**
 * A certificate and its key, as files.
 *
 * @param certificate PEM file with the certificate, followed by those of its authorities
 * @param key PEM file with the private key, RSA or EC, not encrypted
 */
public record TlsKeyPair(Path certificate, Path key) {}
