/**
 * HTTP/1.1 as a bench speaks it: pipelined requests cut at random points with a check of each
 * answer, and uploads in chunks. Blocking, on virtual threads.
 */
package dev.samara.load.http;
