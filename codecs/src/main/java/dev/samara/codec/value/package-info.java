/**
 * Whole values as bytes and back: the basic types in fixed forms, and records as JSON, as CBOR or
 * in a compact binary form. What is built from bytes is always of a type that the program has named
 * in a {@link dev.samara.codec.value.TypeAllowList}; names of classes are never read from the wire.
 *
 * <p>A codec looks at a class once and makes a tree of {@code Shape}s of it; a reader and a writer
 * for tokens (JSON, CBOR) and a pair for the binary form walk along that tree.
 */
package dev.samara.codec.value;
