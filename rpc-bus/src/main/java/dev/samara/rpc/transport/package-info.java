/**
 * What carries dialogues: the event bus between nodes ({@code BusCarrier}, one message for each
 * turn and peer), a connection of a hub ({@code ConnectionSession}), nothing at all inside a node
 * ({@code MemoryCarrier}). {@code LinkCalls} follows a link from connection to connection, {@code
 * NodeLinks} has those between nodes beside the bus, {@code LoopDialogues} the dialogues of one
 * event loop. Not exported.
 */
package dev.samara.rpc.transport;
