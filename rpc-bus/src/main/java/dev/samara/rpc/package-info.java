/**
 * Typed calls between nodes, and over connections: a plain interface is exposed on one side and
 * called on the other.
 *
 * <p>Start with {@link dev.samara.rpc.Rpc}; its words are in {@link dev.samara.rpc.call}, what a
 * client does beyond one attempt in {@link dev.samara.rpc.policy}. Behind it, not exported:
 *
 * <ul>
 *   <li>{@code .contract}: what a service is, the checked interface;
 *   <li>{@code .payload}: values as bytes and back;
 *   <li>{@code .wire}: what travels, and its layout;
 *   <li>{@code .dialogue}: calls under way between two event loops;
 *   <li>{@code .client} and {@code .serve}: the two sides of a call;
 *   <li>{@code .directory}: who offers what;
 *   <li>{@code .transport}: what carries dialogues.
 * </ul>
 *
 * <p>{@code RpcNode} puts them together for one node.
 */
package dev.samara.rpc;
