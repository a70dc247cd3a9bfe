/**
 * Header fields as values: digests (RFC 9530), entity tags, dates and conditions (RFC 9110, 13),
 * ranges (RFC 9110, 14), file names (RFC 6266). Parsing is strict, and what does not parse is a
 * {@link dev.samara.http.field.FieldException}. Not exported.
 */
package dev.samara.http.field;
