/**
 * The {@code samara bench} commands: their options, the order of measuring, and what they print.
 */
package dev.samara.load;
