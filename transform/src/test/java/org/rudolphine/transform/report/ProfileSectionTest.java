package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.transform.report.SampleProfiles.Curve;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Measured curves of wind-tunnel cases with models over them. */
class ProfileSectionTest {
  @TempDir Path folder;

  @Test
  void eachCaseShowsItsCurvesWithTheModelsOverThem() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    SampleProfiles sample = SampleProfiles.two();
    sample.candidate();
    sample.write(folder);
    String html = report();
    keep(html);
    Document page = parse(html);

    assertThat(texts(page, "h2")).contains("Wind tunnels: models over measurements");
    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith("25 pairs of a measured and a modelled quantity in 2 cases"))
        .anyMatch(p -> p.contains(" 1 more links between series are candidates"));
    Element step = elements(page, "article").get(0);
    assertThat(texts(step, "h3")).containsExactly("2DBFS");
    assertThat(texts(step, "h4"))
        .containsExactly(
            "cf, lower",
            "u/Uref, x/H=-4",
            "u/Uref, x/H=1",
            "u/Uref, x/H=4",
            "u/Uref, x/H=6",
            "u/Uref, x/H=10");
    assertThat(texts(elements(step, "ul").get(0), "li"))
        .as("the legend follows the ranking")
        .containsExactly(
            "measured, with its standard deviation if published",
            "cfl3d_sa",
            "cfl3d_sst",
            "cfl3d_w06");
    List<Element> lines = byClass(step, "path", "model");
    assertThat(lines).hasSize(3 + 6 * 3);
    assertThat(byClass(step, "path", "bar")).as("only cf has errors").hasSize(1);
    for (Element svg : byClass(step, "svg", "chart")) {
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
          .contains("3 models give there");
    }
  }

  /** Reference: errors are 0.02, 0.04 and 0.06 of profiles, a fiftieth of that of cf. */
  @Test
  void modelsAreRankedByTheirErrorOverTheRange() throws Exception {
    SampleProfiles.two().write(folder);
    Element step = elements(parse(report()), "article").get(0);
    List<Element> rows = elements(elements(step, "tbody").get(0), "tr");
    assertThat(rows).hasSize(3);
    assertThat(texts(rows.get(0), "th")).containsExactly("cfl3d_sa");
    assertThat(texts(rows.get(0), "td")).startsWith("1").endsWith("6", "0.000400", "0.0200");
    assertThat(texts(rows.get(2), "th")).containsExactly("cfl3d_w06");
    assertThat(texts(rows.get(2), "td")).startsWith("3").endsWith("0.00120", "0.0600");

    List<Element> numbers = elements(elements(step, "tbody").get(1), "tr");
    assertThat(numbers).hasSize(1);
    assertThat(texts(numbers.get(0), "th")).containsExactly("reattachment_x_over_h");
    assertThat(texts(numbers.get(0), "td")).endsWith("6.06", "5.86", "6.86");
    assertThat(numbers.get(0).getTextContent()).contains("6.26").contains("+0.10");
  }

  /** A model with one curve of six is told, but has no rank. */
  @Test
  void aModelWithFewCurvesIsNotRanked() throws Exception {
    SampleProfiles sample = SampleProfiles.two();
    sample.add(
        new Curve("2DBFS", "cf", "fun3d_x", "x/H", SampleProfiles.places(-4, 30, 40))
            .measured(x -> 0.003 * Math.tanh((x - 6.2) / 5)));
    sample.write(folder);
    Element step = elements(parse(report()), "article").get(0);
    List<Element> rows = elements(elements(step, "tbody").get(0), "tr");
    assertThat(texts(rows.get(3), "th")).containsExactly("fun3d_x");
    assertThat(texts(rows.get(3), "td")).containsExactly("–", "–", "1", "0", "–");
  }

  /** One place has no range: the curve counts for nobody's rank. */
  @Test
  void aCurveOfWhichAModelCoversOnePlaceRanksNobody() throws Exception {
    SampleProfiles sample = SampleProfiles.two();
    sample
        .pairs()
        .removeIf(
            pair ->
                pair.get("quantity").equals("cf")
                    && pair.get("theory_group_id").equals("cfl3d_w06"));
    sample.add(
        new Curve("2DBFS", "cf", "cfl3d_w06", "x/H", new double[] {3})
            .measured(x -> 0.003 * Math.tanh((x - 6.2) / 5))
            .off(1));
    sample.write(folder);
    Element step = elements(parse(report()), "article").get(0);
    assertThat(texts(step, "caption").get(0))
        .endsWith("of the 5 curves that all ranked models have");
    List<Element> rows = elements(elements(step, "tbody").get(0), "tr");
    assertThat(texts(rows.get(2), "th")).containsExactly("cfl3d_w06");
    assertThat(texts(rows.get(2), "td")).startsWith("3").endsWith("6", "1.00", "0.0600");
  }

  @Test
  void manyCasesStationsAndModelsAreCutAndThePageSaysSo() throws Exception {
    SampleProfiles sample = new SampleProfiles();
    for (int i = 0; i < ProfileData.CASES + 3; i++) {
      sample.airfoil("case%02d".formatted(i), Map.of("code_a", 0.1));
    }
    Map<String, Double> models = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      models.put("code_m" + i, 0.01 * (i + 1));
    }
    sample.step("Acase", models);
    models.forEach(
        (model, off) -> {
          for (int station = 20; station < 40; station++) {
            sample.add(
                new Curve("Acase", "v", model, "y/H", SampleProfiles.places(0, 1, 8))
                    .off(off)
                    .text("station", "x/H=" + station));
          }
        });
    sample.write(folder);
    String html = report();
    Document page = parse(html);

    List<String> names = new ArrayList<>();
    elements(page, "article").forEach(card -> names.addAll(texts(card, "h3")));
    assertThat(names).hasSize(ProfileData.CASES).startsWith("Acase", "case00").endsWith("case06");
    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith("Shown are the first 8 cases by their names"));
    Element first = elements(page, "article").get(0);
    assertThat(texts(first, "h4"))
        .hasSize(ProfileSection.PANELS)
        .contains("cf, lower", "u/Uref, x/H=-4", "u/Uref, x/H=10", "v, x/H=20", "v, x/H=39");
    assertThat(texts(first, "figcaption"))
        .containsExactly(
            "Drawn are 12 of 26 measured curves, spread evenly over the stations of each quantity."
                + " Of 10 models the first 8 of the table below have a line.");
    assertThat(elements(elements(first, "tbody").get(0), "tr")).hasSize(10);
    assertThat(html.length()).isLessThan(200_000);
  }

  @Test
  void namesFromOutsideStayText() throws Exception {
    SampleProfiles sample = new SampleProfiles();
    sample.airfoil("<b>case", Map.of("<script>alert(1)</script>", 0.1));
    sample.write(folder);
    String html = report();
    assertThat(html).doesNotContain("<script").doesNotContain("<b>");
    assertThat(texts(parse(html), "h3")).contains("<b>case");
  }

  @Test
  void pairsThatCannotBeDrawnAreLeftOut() throws Exception {
    SampleProfiles sample = SampleProfiles.two();
    for (Map<String, Object> pair : sample.pairs()) {
      pair.put("predicted", List.of());
    }
    sample.write(folder);
    assertThat(texts(parse(report()), "h2")).doesNotContain(ProfileSection.NAME);
  }

  @Test
  void constantCurvesAndPartsOfErrorsAreDrawn() throws Exception {
    SampleProfiles sample = new SampleProfiles();
    sample.add(new Curve("flat", "u", "a_b", "x/H", new double[] {1}).measured(x -> 0).sigma(0.5));
    sample.write(folder);
    Element card = elements(parse(report()), "article").get(0);
    assertThat(byClass(card, "path", "bar")).hasSize(1);
    assertThat(texts(elements(card, "tbody").get(0), "td")).containsExactly("–", "–", "1", "0");
  }

  @Test
  void sameReleaseGivesTheSameBytes() throws Exception {
    SampleProfiles.two().write(folder.resolve("a"));
    SampleProfiles turned = SampleProfiles.two();
    java.util.Collections.reverse(turned.pairs());
    turned.write(folder.resolve("b"));
    assertThat(page("a")).isEqualTo(page("b"));
  }

  private byte[] page(String name) throws IOException {
    return ReleaseReport.of(Folder.open(folder.resolve(name).toString()), ReportExtras.none());
  }

  private String report() throws IOException {
    byte[] page = ReleaseReport.of(Folder.open(folder.toString()), ReportExtras.none());
    return new String(page, StandardCharsets.UTF_8);
  }

  /** For people who want to look at it: {@code -Drudolphine.keep-report=FILE}. */
  private static void keep(String html) throws IOException {
    String file = System.getProperty("rudolphine.keep-report");
    if (file != null) {
      Files.writeString(Path.of(file + ".profiles.html"), html);
    }
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> byClass(Element parent, String name, String style) {
    return elements(parent, name).stream()
        .filter(one -> List.of(one.getAttribute("class").split(" ")).contains(style))
        .toList();
  }

  private static List<Element> elements(Document page, String name) {
    return elements(page.getDocumentElement(), name);
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String name) {
    return texts(page.getDocumentElement(), name);
  }

  private static List<String> texts(Element parent, String name) {
    return elements(parent, name).stream().map(Element::getTextContent).toList();
  }
}
