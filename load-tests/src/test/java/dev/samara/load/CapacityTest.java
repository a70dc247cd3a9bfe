package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.load.report.Report.Gap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTest {
  @Test
  void fewConnectionsAreHeldAsWanted() throws Exception {
    assertEquals(10, Capacity.connections(10, 300));
    assertEquals(List.of(), Capacity.gap(10, 10));
  }

  @Test
  void whatTheFileLimitForbidsIsSaidInTheReport() {
    assertEquals(
        List.of(
            new Gap(
                "50,000 connections",
                "a process may open so many files only (ulimit -Hn) that it holds 19,700")),
        Capacity.gap(50_000, 19_700));
  }
}
