/** Runs h2load of the nghttp2 project and understands what it prints. */
package dev.samara.load.h2load;
