package dev.samara.load.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Library modules log through SLF4J and leave it to applications where that goes. */
class LoggingRulesTest {

  private static final Pattern BACKEND =
      Pattern.compile("logback-.*|log4j-.*|slf4j-(simple|jdk14|reload4j|nop|jdk-platform-logging)");

  private static final Pattern OTHER_LOGGING =
      Pattern.compile(
          "(?m)^import (ch\\.qos\\.logback|java\\.util\\.logging|org\\.apache\\.logging"
              + "|org\\.apache\\.log4j|org\\.apache\\.commons\\.logging)\\b.*");

  private final Path root = SourceRoot.find();

  @ParameterizedTest
  @ValueSource(strings = {"codecs", "verticles", "rpc-bus", "http-gateway"})
  void noBackendBeyondTheTests(String module) throws Exception {
    assertEquals(List.of(), backends(module));
  }

  /** The check finds one where there is one. */
  @Test
  void theNodeBringsOne() throws Exception {
    assertTrue(backends("deployment").contains("logback-classic"));
  }

  private List<String> backends(String module) throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(root.resolve(module).resolve("pom.xml").toFile());
    var found = new ArrayList<String>();
    var dependencies = pom.getElementsByTagName("dependency");
    IntStream.range(0, dependencies.getLength())
        .mapToObj(index -> (Element) dependencies.item(index))
        .filter(dependency -> !text(dependency, "scope").equals("test"))
        .map(dependency -> text(dependency, "artifactId"))
        .filter(name -> BACKEND.matcher(name).matches())
        .forEach(found::add);
    return found;
  }

  private static String text(Element dependency, String tag) {
    var elements = dependency.getElementsByTagName(tag);
    return elements.getLength() == 0 ? "" : elements.item(0).getTextContent().strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"codecs", "verticles", "rpc-bus", "http-gateway"})
  void noOtherWayToLog(String module) throws IOException {
    try (var files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
      var found = new ArrayList<String>();
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (OTHER_LOGGING.matcher(Files.readString(file)).find()) {
          found.add(root.relativize(file).toString());
        }
      }
      assertEquals(List.of(), found);
    }
  }
}
