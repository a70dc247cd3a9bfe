/** The text protocol of memcached: a cache for its usual clients. */
package dev.samara.examples.cookbook.memcached;
