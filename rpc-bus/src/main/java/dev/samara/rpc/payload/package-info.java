/**
 * Values as bytes and back. {@code PayloadFormat} is the seam: one byte in each request names the
 * format, and the answer comes in the same. {@code PayloadFormats} are those of a node: JSON, CBOR
 * and the compact form of the {@code codecs} module, sealed with AES-GCM if the node has {@code
 * PayloadKeys}. {@code ValueTypes} says which types may travel.
 */
package dev.samara.rpc.payload;
