/**
 * For the tests of those who use the kit: their routes, handlers and services under real
 * connections without a socket, a clock that only the test moves, and the balance asserted at the
 * end. {@link dev.samara.net.testkit.TestHub} is where to begin. It needs no test framework: what
 * does not hold is an {@link java.lang.AssertionError}. Nothing else in the kit uses it.
 */
package dev.samara.net.testkit;
