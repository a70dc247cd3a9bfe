package dev.samara.http.site;

/** How requests are logged, one line each, by the logger {@code samara.access}. */
public enum AccessLogFormat {
  /** Not at all. */
  OFF,

  /** As the combined format of the Apache HTTP server has it. */
  COMBINED,

  /** A JSON object with the same, and how long it took. */
  JSON
}
