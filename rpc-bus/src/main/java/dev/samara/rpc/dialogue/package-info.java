/**
 * Calls under way. A {@code Dialogue} is the exchange of frames between one event loop here and one
 * at a peer; it has a table of the calls made ({@code Attempt}) and of the calls served ({@code
 * IncomingCall}), which only its {@code CallLoop} touches. What it says in one turn of the loop
 * goes to its {@code Carrier} at once. Items of streams come in through an {@code InStream}, go out
 * through an {@code OutStream}. Attempts that have no connection yet are in a {@code WaitingRoom}.
 * Calls without streams to a service of the same node have no dialogue: {@code LocalCalls} keeps
 * both ends of each in one {@code LocalCall}. What a loop has for another loop of its node leaves
 * as one {@code Handover} for each turn. Not exported.
 */
package dev.samara.rpc.dialogue;
