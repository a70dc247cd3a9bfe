package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for two nodes with connections of their own between them. */
class LinkedNodesTest extends OnOneBus {
  @BeforeAll
  static void start() {
    start(Links.tuning(), Links.tuning());
    Links.connect(a, vertx, b);
  }

  @AfterAll
  static void callsWentOverThem() {
    long answers = Links.dialled(a).stream().mapToLong(each -> each.in().accepted()).sum();
    assertTrue(answers > 100, "only " + answers + " messages came over connections");
  }
}
