package dev.samara.node.dial;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/** UDP: nobody says that no more will come, so after the output's end a second of silence does. */
final class DatagramDial implements Dial {

  private static final int SILENCE_MILLIS = 1_000;
  private static final int MAX_BYTES = 65_536;

  private final DatagramSocket socket;
  private volatile boolean outputEnded;

  DatagramDial(String host, int port) throws IOException {
    if (host == null || port < 1) {
      throw new IOException("a host and a port are needed");
    }
    socket = new DatagramSocket();
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.connect(new InetSocketAddress(host, port));
  }

  @Override
  public void send(byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length));
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    var packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
    while (true) {
      try {
        socket.receive(packet);
        return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
      } catch (SocketTimeoutException e) {
        if (outputEnded) {
          return Optional.empty();
        }
      }
    }
  }

  @Override
  public void endOutput() {
    outputEnded = true;
  }

  @Override
  public void close() {
    socket.close();
  }
}
