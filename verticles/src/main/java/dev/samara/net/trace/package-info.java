/** Where in the application a failed operation was asked for: off unless switched on. */
package dev.samara.net.trace;
