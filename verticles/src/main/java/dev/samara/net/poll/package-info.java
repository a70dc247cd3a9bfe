/**
 * News of many connections, gathered and asked for: the style of a game loop. A {@link
 * dev.samara.net.poll.Mailbox} gives them in a {@link dev.samara.net.poll.Batch} at a time; one
 * connection's news can be read apart from the others' for a while, as a {@link
 * dev.samara.net.poll.Separate}.
 */
package dev.samara.net.poll;
