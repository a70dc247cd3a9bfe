package dev.samara.http.field;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The types that a file may be shown as. What somebody uploaded must not run as a page of this
 * gateway, so only types without scripts are told; all else is bytes to be saved.
 */
public final class MediaTypes {
  private static final Map<String, String> INERT =
      Map.ofEntries(
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("log", "text/plain; charset=utf-8"),
          Map.entry("csv", "text/csv; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"));

  /** Those of the files of a site, which may have scripts. */
  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("htm", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("map", "application/json"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("xml", "application/xml"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"));

  private MediaTypes() {}

  /**
   * The type of a file of a site, whose owner is the gateway's.
   *
   * @param fileName with its ending
   * @return its type; that of mere bytes when the ending is not known
   */
  public static String ofPage(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String ending = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(PAGES.get(ending))
        .or(() -> shown(fileName))
        .orElse("application/octet-stream");
  }

  /**
   * The type to show a file as.
   *
   * @param fileName with its ending
   * @return a type without scripts, or nothing when the file is to be saved
   */
  public static Optional<String> shown(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return Optional.ofNullable(INERT.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }
}
