/**
 * Parts of the kit alone, without sockets and threads, under JMH: what a message costs in each, in
 * time and in bytes allocated. {@link dev.samara.load.micro.MicroRun} runs them; the others are the
 * benchmarks. Most work on one event loop that the measuring thread drives itself, so that the
 * parts are called as they are in a node and nothing is measured between threads.
 */
package dev.samara.load.micro;
