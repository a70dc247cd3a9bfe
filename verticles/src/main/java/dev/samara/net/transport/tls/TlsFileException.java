package dev.samara.net.transport.tls;

import java.nio.file.Path;

/** A file that TLS needs cannot be used. To be retried when the file has been changed. */
public final class TlsFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TlsFileException(Path file, String what, Throwable cause) {
    super(
        cause == null || cause.getMessage() == null
            ? file + " " + what
            : "%s %s (%s)".formatted(file, what, cause.getMessage()),
        cause);
  }
}
