/** How sockets are set up: TCP, UNIX and TLS options of listeners and connectors. */
package dev.samara.net.socket;
