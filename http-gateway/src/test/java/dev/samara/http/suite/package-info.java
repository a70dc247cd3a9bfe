/** Servers for conformance suites that Maven plugins run in the profiles outside and long. */
package dev.samara.http.suite;
