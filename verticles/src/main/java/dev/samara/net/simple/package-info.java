/** A blocking client without Vert.x and without event loop: for tools, scripts and tests. */
package dev.samara.net.simple;
