/**
 * Time as an argument: limits around a block of straight-line code, the coarse clock of an event
 * loop, and how late its tasks run.
 */
package dev.samara.net.time;
