/** Hashes that are the same on every node and in every version. Not exported. */
package dev.samara.rpc.hash;
