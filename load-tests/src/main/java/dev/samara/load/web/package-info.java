/**
 * The HTTP servers that {@code bench http} compares: the gateway itself, raw Vert.x and raw Netty.
 * Each answers the same small document, and all but Netty files and documents of any size. Each
 * runs in a process of its own with the same JVM flags and the same number of event loops.
 */
package dev.samara.load.web;
