package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReleaseReportTest {
  private static final ReportExtras EXTRAS =
      new ReportExtras(
          List.of(
              new SourceCount("gwosc", 369, 120, 240, 4, 0, 3, 2),
              new SourceCount("sxs", 12_345, 300, 12_000, 0, 40, 5, 0)),
          List.of(new ReasonCount("gwosc", "no GPS time", 3)),
          List.of());

  private static final ReportExtras HEP_EXTRAS =
      new ReportExtras(
          List.of(),
          List.of(),
          List.of(
              new ReasonCount("gw-parameters", "no component masses", 37),
              new ReasonCount("hep-conditions", "no simulation of CMS PbPb 2.76 TeV 2011", 7)));

  @TempDir Path folder;

  @Test
  void everySectionIsThereAndThePageIsWellFormed() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    String html = report(EXTRAS);
    keep(html, "");
    Document page = parse(html);

    List<String> heads = texts(page, "h2");
    assertThat(heads)
        .containsExactly(
            "Events among simulations",
            "Rank profiles",
            "Remnants",
            "Best matches",
            "Sources",
            "Left out, and why",
            "Splits",
            "How to query",
            "Licences and citation");
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(page, "p")).noneMatch(text -> text.startsWith("There is nothing"));
  }

  @Test
  void idsAreUniqueAndReferencesResolve() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    Set<String> ids = new HashSet<>();
    List<String> wanted = new ArrayList<>();
    for (Element element : elements(parse(report(EXTRAS)), "*")) {
      if (element.hasAttribute("id")) {
        assertThat(ids.add(element.getAttribute("id"))).as(element.getAttribute("id")).isTrue();
      }
      String labels = element.getAttribute("aria-labelledby");
      wanted.addAll(labels.isEmpty() ? List.of() : List.of(labels.split(" ")));
      String address = element.getAttribute("href");
      if (address.startsWith("#")) {
        wanted.add(address.substring(1));
      }
    }
    assertThat(ids).containsAll(wanted);
  }

  @Test
  void loadsNothingFromOutside() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    String page = report(EXTRAS);
    assertThat(page).doesNotContain("src=").doesNotContain("@import").doesNotContain("url(");
    for (Element element : elements(parse(page), "*")) {
      if (element.hasAttribute("href")) {
        assertThat(element.getTagName()).isEqualTo("a");
        assertThat(element.getAttribute("href")).matches("#.*|https?://.*");
      }
    }
  }

  @Test
  void everyDrawingHasWordsAndStaysInItsBox() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    Document page = parse(report(EXTRAS));
    List<Element> charts =
        elements(page, "svg").stream()
            .filter(svg -> svg.getAttribute("class").startsWith("chart"))
            .toList();
    // The plane twice, six rank profiles, mass and spin.
    assertThat(charts).hasSize(10);
    for (Element chart : charts) {
      assertThat(chart.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
      String[] box = chart.getAttribute("viewBox").split(" ");
      for (Element line : children(chart, "line")) {
        for (String x : List.of("x1", "x2")) {
          assertThat(number(line, x)).isBetween(0.0, Double.valueOf(box[2]));
        }
        for (String y : List.of("y1", "y2")) {
          assertThat(number(line, y)).isBetween(0.0, Double.valueOf(box[3]));
        }
      }
    }
  }

  @Test
  void publishedValuesAppearWithTheirErrors() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    String row = row(parse(report(EXTRAS)), "GW150914-v3");
    // GWTC-1, arXiv:1811.12907, table III: 35.6 +4.7 -3.1, 30.6 +3.0 -4.4, -0.01 +0.12 -0.13.
    assertThat(row)
        .contains("35.6+4.7 \u22123.1")
        .contains("30.6+3.0 \u22124.4")
        .contains("\u22120.01+0.12 \u22120.13");
  }

  @Test
  void marksTheRemnantsAsAConsistencyCheck() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    assertThat(texts(parse(report(EXTRAS)), "strong"))
        .contains("Consistency check: observed values were inferred with waveform models.");
  }

  @Test
  void countsEventsMatchesAndAccounting() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    Document page = parse(report(EXTRAS));
    int current = SampleRelease.currentEvents();
    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith((current - 1) + " of " + current + " current events have"));
    assertThat(row(page, "sxs")).isNotEmpty();
    assertThat(page.getDocumentElement().getTextContent())
        .contains("12\u202F345")
        .contains("1 current event without a ranked simulation")
        .contains("GW170817-v3")
        .contains("no component masses are published for this version")
        .contains("no GPS time")
        .contains("No experimental group occurs in two splits.");
    assertThat(texts(page, "dd")).contains("2026.11.20", "linked", "2026-11-20");
  }

  @Test
  void saysWhichAccountingDoesNotBalance() throws Exception {
    ReportExtras lost =
        new ReportExtras(
            List.of(new SourceCount("gwosc", 10, 1, 1, 1, 1, 1, 1)), List.of(), List.of());
    assertThat(texts(parse(report(lost)), "strong")).contains("does not balance");
    assertThat(texts(parse(report(EXTRAS)), "strong")).doesNotContain("does not balance");
  }

  @Test
  void namesSourcesWhoseLastHarvestFailed() throws Exception {
    ReportExtras failed =
        new ReportExtras(
            List.of(),
            List.of(),
            List.of(),
            List.of(new ReasonCount("gwosc", "unit list: the provider answered 503", 3)));
    assertThat(texts(parse(report(failed)), "li"))
        .contains("gwosc: unit list: the provider answered 503 (and 2 more)");
    assertThat(texts(parse(report(EXTRAS)), "h3")).noneMatch(head -> head.contains("failed"));
  }

  @Test
  void textFromOutsideStaysText() throws Exception {
    String title = "</title><script>alert('x')</script>\u202E & \u0000\uD800 \"quoted\"";
    SampleRelease.write(folder, title.replace("\uD800", ""));
    ReportExtras extras =
        new ReportExtras(
            List.of(), List.of(new ReasonCount("<b>", "]]><!-- \uD800", 1)), List.of());
    String page = report(extras);

    assertThat(page).doesNotContain("<script").doesNotContain("<b>").doesNotContain("javascript:");
    assertThat(page).doesNotContain("\u202E").doesNotContain("\u0000");
    assertThat(texts(parse(page), "td")).anyMatch(t -> t.contains("<script>alert('x')</script>"));
  }

  @Test
  void dataAndSimulationStandBesideEachOtherByEnergyAndYear() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    SampleColliders.write(folder);
    String html = report(HEP_EXTRAS);
    keep(html, ".colliders.html");
    Document page = parse(html);

    assertThat(texts(page, "h2")).contains("Colliders: data beside simulation", "Literature");
    List<String> words = texts(page, "desc");
    assertThat(words)
        .anyMatch(w -> w.contains("7 TeV pp in 2011: 58 of data, 120 of simulation"))
        .anyMatch(w -> w.contains("2.76 TeV PbPb in 2011: 2 of data, 0 of simulation"))
        .anyMatch(w -> w.contains("89\u201394 GeV e+e- in 1993: 3 of data, 0 of simulation"))
        // A dataset of two years, and one that holds both sides.
        .anyMatch(w -> w.contains("13 TeV pp in 2016: 2 of data, 1 of simulation"))
        .noneMatch(w -> w.contains("OPERA"));
    // Years of DELPHI do not fit one panel.
    assertThat(texts(page, "p")).contains("1991\u20131996", "1997\u20132000");
    assertThat(texts(page, "figcaption"))
        .anyMatch(t -> t.contains("1 without a known energy or year, 2 of no one side"));
  }

  @Test
  void statedPairsStandByEvidenceAndCandidatesApart() throws Exception {
    SampleColliders.write(folder);
    Document page = parse(report(HEP_EXTRAS));

    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith("4 pairs of data and simulation are stated"))
        .anyMatch(p -> p.contains("2 are inferred and accepted"))
        .anyMatch(p -> p.contains("3 more are candidates"));
    assertThat(row(page, "hub")).startsWith("hub31").contains("1 /Synthetic-data");
    assertThat(row(page, "files")).startsWith("files10").contains("15000");
    // ATLAS: 2 of data, 23 of simulation, 1 of both, 1 umbrella, 1 stated pair, nothing inferred.
    assertThat(row(page, "ATLAS")).isEqualTo("ATLAS22311100");
    assertThat(row(page, "hep-conditions"))
        .isEqualTo("hep-conditions7no simulation of CMS PbPb 2.76 TeV 2011");
  }

  @Test
  void papersAreCountedByWhatTheyName() throws Exception {
    SampleColliders.write(folder);
    Document page = parse(report(ReportExtras.none()));

    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith("3 papers (1 withdrawn), of which 2 name a record"));
    assertThat(row(page, "event version")).isEqualTo("event version212");
    assertThat(row(page, "simulation1")).isEqualTo("simulation177");
    assertThat(row(page, "GW150914-v3event")).endsWith("2");
    assertThat(row(page, "1602.03837"))
        .contains("A paper with <b>markup</b>")
        .contains("and 3 more");
    assertThat(
            elements(page, "a").stream()
                .map(a -> a.getAttribute("href"))
                .filter(href -> href.startsWith("https://arxiv.org/")))
        .containsExactly(
            "https://arxiv.org/abs/1602.03837", "https://arxiv.org/abs/hep-th/9711200");
  }

  @Test
  void sameReleaseGivesTheSameBytes() throws Exception {
    SampleRelease.write(folder.resolve("a"), "GWOSC event portal");
    SampleRelease.write(folder.resolve("b"), "GWOSC event portal");
    byte[] first = ReleaseReport.of(Folder.open(folder.resolve("a").toString()), EXTRAS);
    byte[] second = ReleaseReport.of(Folder.open(folder.resolve("b").toString()), EXTRAS);
    assertThat(first).isEqualTo(second);
  }

  @Test
  void emptyReleaseSaysPlainlyThatThereIsNothing() throws Exception {
    Document page = parse(report(ReportExtras.none()));
    assertThat(texts(page, "h2")).hasSize(9);
    List<String> nothing =
        elements(page, "p").stream()
            .filter(p -> p.getAttribute("class").equals("nothing"))
            .map(Element::getTextContent)
            .toList();
    assertThat(nothing).hasSize(11);
    assertThat(elements(page, "svg")).isEmpty();
    assertThat(texts(page, "dd")).contains("not stated", "0");
  }

  @Test
  void tablesWithoutRowsAreLikeAbsentOnes() throws Exception {
    for (String table : List.of("gw_events", "nr_simulations", "links", "pairs", "sources")) {
      Path file = folder.resolve("data/" + table + "/part-00000.parquet");
      ParquetWriting.write(file, table, List.of());
    }
    Files.writeString(folder.resolve("MANIFEST.json"), "{\"totals\": null}");
    Files.writeString(folder.resolve("QUALITY.json"), "{\"unmatched\": 3, \"rejects\": [1, null]}");
    Document page = parse(report(ReportExtras.none()));
    assertThat(texts(page, "p")).anyMatch(p -> p.startsWith("There is nothing to draw"));
  }

  private String report(ReportExtras extras) throws IOException {
    byte[] page = ReleaseReport.of(Folder.open(folder.toString()), extras);
    return new String(page, StandardCharsets.UTF_8);
  }

  /** For people who want to look at it: {@code -Drudolphine.keep-report=FILE}. */
  private static void keep(String html, String ending) throws IOException {
    String file = System.getProperty("rudolphine.keep-report");
    if (file != null) {
      Files.writeString(Path.of(file + ending), html);
    }
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String name) {
    return children(page.getDocumentElement(), name);
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String name) {
    return elements(page, name).stream().map(Element::getTextContent).toList();
  }

  private static String row(Document page, String head) {
    return elements(page, "tr").stream()
        .map(Element::getTextContent)
        .filter(text -> text.startsWith(head))
        .findFirst()
        .orElseThrow();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
