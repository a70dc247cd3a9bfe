/** How much memory messages may take in a process, whatever the number of connections. */
package dev.samara.net.memory;
