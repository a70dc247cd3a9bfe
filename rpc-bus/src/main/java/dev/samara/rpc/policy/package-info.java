/**
 * How a client deals with calls that fail or are slow, and with the choice of nodes. Pure logic:
 * time and randomness are arguments, and nothing is sent. {@code CallPolicy} joins the options of a
 * client; a {@code CallRun} leads one call through its attempts; a {@code Balancer} chooses the
 * node of each; a {@code Guard} keeps calls from nodes that fail and bounds those under way.
 */
package dev.samara.rpc.policy;
