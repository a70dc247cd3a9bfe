/**
 * A report as one page of HTML with plots of our own making: no script, no font, no picture from
 * elsewhere, readable in light and in dark.
 */
package dev.samara.load.page;
