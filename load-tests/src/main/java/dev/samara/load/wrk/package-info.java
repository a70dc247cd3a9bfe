/** Runs wrk with the scripts of {@code load-tests/wrk} and understands what it prints. */
package dev.samara.load.wrk;
