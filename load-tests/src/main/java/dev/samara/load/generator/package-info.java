/**
 * The load generator: a closed loop over framed TCP that keeps a fixed number of messages in flight
 * on each connection, checks every answer, and takes the time of each.
 */
package dev.samara.load.generator;
