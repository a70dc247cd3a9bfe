/**
 * The callee's side: {@code ServiceTable} knows what this node offers, a {@code ServedService} one
 * of them with its {@code Gate} and figures, and a {@code ServedCall} runs one call where it
 * belongs. Not exported.
 */
package dev.samara.rpc.serve;
