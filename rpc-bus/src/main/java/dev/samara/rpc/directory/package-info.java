/**
 * Who offers what: each node sends {@code Announcement}s, and the {@code Directory} of each other
 * one keeps them as {@code Peer}s until that node leaves or falls silent. Not exported.
 */
package dev.samara.rpc.directory;
