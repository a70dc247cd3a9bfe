package dev.samara.load.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.transport.Descriptors.Limit;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  @Test
  void limitsAreReadFromTheSystemsTable() throws Exception {
    List<String> table =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             96365                96366                processes ",
            "Max open files            1024                 524288               files     ");
    assertEquals(new Limit(1024, 524288), Descriptors.parse(table));
    assertEquals(
        new Limit(Long.MAX_VALUE, Long.MAX_VALUE),
        Descriptors.parse(List.of("Max open files            unlimited            unlimited  ")));
    assertThrows(IOException.class, () -> Descriptors.parse(table.subList(0, 2)));
  }

  @Test
  void limitThatIsHighEnoughStays() throws Exception {
    long limit = Descriptors.raise(10);
    assertTrue(limit >= 10, "limit " + limit);
    assertEquals(limit, Descriptors.raise(limit));
  }

  @Test
  void openOnesAreCounted() throws Exception {
    long pid = ProcessHandle.current().pid();
    long before = Descriptors.open(pid);
    try (var _ = new ServerSocket(0)) {
      assertTrue(Descriptors.open(pid) > before);
    }
  }
}
