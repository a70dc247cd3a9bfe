package dev.samara.http;

import static dev.samara.http.TestGateway.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.upload.UploadDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty uploads at once while the disk stands still. */
class ManyUploadsTest {
  private static final int UPLOADS = 20;
  private static final int CHUNKS = 128;
  private static final byte[] CHUNK = new byte[0x10000];

  /** What Vert.x reads on when it is told to pause, in reads of 64 KiB. */
  private static final int READS_AHEAD = 24;

  /** What waits for the disk, what waits before it, two reads on their way; and all else. */
  private static final long MOST_BYTES =
      UPLOADS * ((1L << 20) + (READS_AHEAD + 2) * 0x10000) + (24L << 20);

  @TempDir Path folder;

  @Test
  void theirMemoryIsBoundedByDesign() throws Exception {
    var open = new CountDownLatch(1);
    var sent = new AtomicLong();
    UploadDisk still = file -> new HookedFile(file, bytes -> await(open));
    try (var gateway = new TestGateway(folder, ManyUploadsTest::unforced, still)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        clients.add(new RawClient(gateway.port()));
      }
      long before = usedHeap();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        String name = "/uploads/" + i;
        var client = clients.get(i);
        senders.add(Thread.startVirtualThread(() -> send(client, name, sent)));
      }
      TestGateway.eventually("enough is sent", () -> sent.get() > MOST_BYTES);
      settled("the senders stand still", sent);
      long growth = usedHeap() - before;
      assertTrue(sent.get() > MOST_BYTES, sent + " bytes were sent");
      assertTrue(growth < MOST_BYTES, growth + " bytes of " + sent + " are on the heap");
      open.countDown();
      for (RawClient client : clients) {
        String answer = client.readAnswer();
        assertTrue(answer.contains("\"size\":" + CHUNKS * CHUNK.length), answer);
        client.close();
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertEquals(UPLOADS, gateway.balance().stored());
    }
  }

  private static GatewayOptions unforced(GatewayOptions options) {
    return options.withUploads(options.uploads().withForced(false));
  }

  private static void send(RawClient client, String path, AtomicLong sent) {
    try {
      client.send("PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: ");
      client.send(CHUNKS * CHUNK.length + "\r\n\r\n");
      for (int i = 0; i < CHUNKS; i++) {
        client.send(CHUNK);
        sent.addAndGet(CHUNK.length);
      }
    } catch (IOException e) {
      sent.set(Long.MIN_VALUE);
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void await(CountDownLatch open) throws IOException {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
