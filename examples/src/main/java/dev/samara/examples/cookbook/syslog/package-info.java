/** Syslog over TCP: a collector for {@code logger} and for log daemons. */
package dev.samara.examples.cookbook.syslog;
