/** RESP, the protocol of Redis: a key-value store for {@code redis-cli}. */
package dev.samara.examples.cookbook.resp;
