/**
 * Values as bytes and back. {@code PayloadFormat} is the seam: one byte in each request names the
 * format, and the answer comes in the same. {@code JsonFormat} is the one that everybody reads.
 * {@code ValueTypes} says which types may travel. Not exported.
 */
package dev.samara.rpc.payload;
