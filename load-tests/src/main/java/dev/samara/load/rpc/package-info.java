/**
 * What {@code bench rpc} compares: for each kind a server and the client that loads it, each in a
 * process of its own ({@code RpcMain}). A technology is one class here.
 */
package dev.samara.load.rpc;
