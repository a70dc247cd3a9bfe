package dev.samara.net;

import java.nio.file.Path;

/**
 * A server's certificate.
 *
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with the private key
 */
public record TlsOptions(Path certificate, Path key) {}
