package dev.samara.load.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Report;
import dev.samara.load.report.Samples;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String PAGE = ReportPage.of(Samples.full(), Optional.of("it is <old>"));

  @Test
  void pageNeedsNothingElse() {
    for (String foreign : List.of("<script", "<link", "<img", "url(", "@import", "http:", "src=")) {
      assertFalse(PAGE.contains(foreign), foreign);
    }
    assertTrue(PAGE.contains("prefers-color-scheme: dark"));
  }

  @Test
  void textOfReportsIsEscaped() {
    assertTrue(PAGE.contains("Some &lt;CPU&gt;"));
    assertTrue(PAGE.contains("Stale: it is &lt;old&gt;."));
    assertFalse(PAGE.contains("<CPU>"));
  }

  @Test
  void whatIsMissingAndBrokenIsSaid() {
    assertTrue(PAGE.contains("<b>nats</b>: nats-server is not installed"));
    assertTrue(PAGE.contains("broken: order"));
    assertTrue(PAGE.contains("held: balance"));
  }

  @Test
  void chartsHaveAPointForEachFigureAndStayInside() throws Exception {
    Document body = body(PAGE);
    Element chart = chart(body, "msg/s over connections: bytes 128");
    assertEquals(2, chart.getElementsByTagName("polyline").getLength());
    assertEquals(6, chart.getElementsByTagName("circle").getLength());
    assertInside(chart.getElementsByTagName("circle"), "cx", 620);
    assertInside(chart.getElementsByTagName("circle"), "cy", 300);
    for (String title :
        List.of(
            "Latency: connections 50, bytes 128",
            "CPU us/msg over connections: bytes 128",
            "msg/s as a multiple of netty: connections 1, bytes 128",
            "memory MiB over time")) {
      chart(body, title);
    }
  }

  @Test
  void ratioBarsHaveTheirLengths() throws Exception {
    Element chart = chart(body(PAGE), "msg/s as a multiple of netty: connections 1, bytes 128");
    NodeList bars = chart.getElementsByTagName("rect");
    double netty = Double.parseDouble(((Element) bars.item(0)).getAttribute("width"));
    double handler = Double.parseDouble(((Element) bars.item(1)).getAttribute("width"));
    assertEquals(1.5, handler / netty, 0.01);
  }

  @Test
  void emptyReportIsAPageToo() throws Exception {
    Report empty = new Report("echo", Samples.machine(Optional.empty()), "", Map.of(), List.of());
    assertEquals(
        0, body(ReportPage.of(empty, Optional.empty())).getElementsByTagName("svg").getLength());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "0.5, 0.5",
    "1500, 1500",
    "20000, 20k",
    "8760000, 8.76M",
    "0.001, 0.001"
  })
  void ticksAreShort(double value, String text) {
    assertEquals(text, Scale.label(value));
  }

  @Test
  void scalesAreLogarithmicWhereValuesAreFarApart() {
    Scale wide = Scale.of(List.of(1d, 100d, 10_000d), false);
    assertTrue(wide.logarithmic());
    assertEquals(0.5, wide.place(100), 1e-9);
    Scale narrow = Scale.of(List.of(5d, 10d), true);
    assertFalse(narrow.logarithmic());
    assertEquals(0, narrow.place(0));
    Scale one = Scale.of(List.of(7d, 7d), false);
    assertEquals(0, one.place(7));
  }

  /** The markup is XML but for its first line and the tags without an end. */
  private static Document body(String page) throws Exception {
    String xml = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + 7);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Element chart(Document body, String title) {
    NodeList charts = body.getElementsByTagName("svg");
    for (int i = 0; i < charts.getLength(); i++) {
      Element chart = (Element) charts.item(i);
      if (chart.getAttribute("aria-label").equals(title)) {
        return chart;
      }
    }
    throw new AssertionError("no chart " + title);
  }

  private static void assertInside(NodeList shapes, String attribute, double limit) {
    for (int i = 0; i < shapes.getLength(); i++) {
      double place = Double.parseDouble(((Element) shapes.item(i)).getAttribute(attribute));
      assertTrue(place >= 0 && place <= limit, attribute + " " + place);
    }
  }
}
