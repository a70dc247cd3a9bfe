/**
 * The protocol: {@code Frame}s, how they are written ({@code FrameWriter}) and read ({@code
 * FrameReader}), the same over the bus and over connections. Inside a process the frames are handed
 * over as they are. Not exported.
 */
package dev.samara.rpc.wire;
