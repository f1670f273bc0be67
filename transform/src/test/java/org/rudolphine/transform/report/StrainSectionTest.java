package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Cards of events whose strain stands beside a synthetic waveform. */
class StrainSectionTest {
  private static final String PNG = "data:image/png;base64,";

  @TempDir Path folder;

  @Test
  void cardShowsTheBestWaveformInEachDetector() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    SampleStrain.one().write(folder);
    String html = report();
    keep(html);
    Document page = parse(html);

    assertThat(texts(page, "h2")).contains("Strain beside waveforms");
    Element card = elements(page, "article").get(0);
    assertThat(texts(card, "h3")).containsExactly("GW150914-v3");
    assertThat(texts(card, "h4")).containsExactly("H1", "L1");
    assertThat(texts(card, "title"))
        .containsExactly(
            "Strain of H1 and waveform",
            "Time and frequency in H1",
            "SNR in H1",
            "Strain of L1 and waveform",
            "Time and frequency in L1",
            "SNR in L1",
            "Colours of energy");
    assertThat(texts(card, "p").get(0))
        .startsWith("SYN:BBH:0001 (Synthetic_1.h5) explains a network SNR of ")
        .contains("published is 24.4 +0.5 −0.4")
        .contains("total mass of 71.3 M")
        .endsWith("reached L1 7.0 ms before H1; light takes 10.0 ms from one to the other.");
    for (Element svg : elements(card, "svg")) {
      if (svg.getAttribute("class").equals("chart")) {
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
      }
    }
  }

  @Test
  void candidatesAreListedByRankWithTheCommandThatExplains() throws Exception {
    SampleStrain sample = SampleStrain.one();
    sample.write(folder);
    Document page = parse(report());
    List<Element> rows = elements(elements(page, "tbody").get(0), "tr");

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).getTextContent())
        .startsWith("SYN:BBH:0001 (Synthetic_1.h5)1")
        .contains("+7.0")
        .contains("71.30.5500.500accepted");
    assertThat(rows.get(2).getTextContent())
        .startsWith("Synthetic_GW150914-v3_text.txt3")
        .contains("0.167candidate");
    String best = (String) sample.links().get(1).get("link_id");
    assertThat(texts(rows.get(0), "code")).containsExactly("explain " + best.substring(0, 12));
  }

  @Test
  void seriesOfAPairPeaksAtTheRatioThatItsMetricsState() {
    for (Map<String, Object> pair : SampleStrain.one().pairs()) {
      StrainCurve curve = StrainCurve.of(new Cells(pair));
      double largest = Arrays.stream(StrainFigure.series(curve)).max().orElseThrow();
      assertThat(curve.snr()).isGreaterThan(5);
      assertThat(largest).isCloseTo(curve.snr(), within(0.03 * curve.snr()));
    }
  }

  @Test
  void picturesAreReadableAndBrightestAtTheChirp() throws Exception {
    SampleStrain.one().write(folder);
    for (Element image : elements(parse(report()), "image")) {
      assertThat(image.getAttribute("href")).startsWith(PNG);
      byte[] png = Base64.getDecoder().decode(image.getAttribute("href").substring(PNG.length()));
      var picture = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(picture.getWidth()).isEqualTo(160);
      if (picture.getHeight() == 80) {
        int bestColumn = 0;
        int most = 0;
        for (int x = 0; x < 160; x++) {
          for (int y = 0; y < 80; y++) {
            int green = picture.getRGB(x, y) >> 8 & 0xff;
            bestColumn = green > most ? x : bestColumn;
            most = Math.max(most, green);
          }
        }
        // t = 0 is 0.25 s of 0.35 s from the left.
        assertThat(bestColumn).isBetween(100, 120);
      }
    }
  }

  @Test
  void loudestEventsHaveCardsAndTheOthersStandInATable() throws Exception {
    SampleStrain sample = new SampleStrain();
    for (int i = 0; i < StrainData.CARDS + 2; i++) {
      sample.event("SYN%02d-v1".formatted(i), 10 + i);
    }
    sample.write(folder);
    String html = report();
    Document page = parse(html);

    List<String> names = new ArrayList<>();
    elements(page, "article").forEach(card -> names.addAll(texts(card, "h3")));
    assertThat(names).hasSize(StrainData.CARDS).startsWith("SYN13-v1").endsWith("SYN02-v1");
    assertThat(texts(page, "p"))
        .anyMatch(p -> p.startsWith("14 events have waveforms beside their strain"))
        .anyMatch(p -> p.startsWith("Drawn are the 12 with the largest network SNR, at most 12"));
    assertThat(texts(page, "tr"))
        .anyMatch(row -> row.startsWith("SYN01-v1SYN:BBH:0001") && row.contains("H1 − L1 +7.0 ms"))
        .anyMatch(row -> row.startsWith("SYN00-v1SYN:BBH:0001"));
    assertThat(html.length()).isLessThan(StrainData.CARDS * 2 * 48_000);
  }

  @Test
  void longListsAreCut() throws Exception {
    SampleStrain sample = new SampleStrain();
    for (int rank = 1; rank <= 15; rank++) {
      sample.waveform("SYN-v1", rank, "SYN:BBH:" + rank, "a.h5", 12);
    }
    sample.write(folder);
    Document page = parse(report());
    assertThat(elements(elements(page, "article").get(0), "tr")).hasSize(1 + 12);
    assertThat(texts(page, "caption")).anyMatch(c -> c.contains("the best 12 of 15"));
  }

  @Test
  void namesFromOutsideStayText() throws Exception {
    SampleStrain sample = new SampleStrain();
    sample.waveform("<b>GW", 1, "<script>alert(1)</script>", "a_b.txt", 15);
    sample.write(folder);
    String html = report();
    assertThat(html).doesNotContain("<script").doesNotContain("<b>").doesNotContain("<sub>b</sub>");
    assertThat(texts(parse(html), "p"))
        .anyMatch(p -> p.startsWith("<script>alert(1)</script> (a_b.txt) explains"));
  }

  @Test
  void pairsThatCannotBeDrawnHaveNoCard() throws Exception {
    SampleStrain sample = SampleStrain.one();
    sample.pairs().get(2).put("observed", List.of(1.0));
    List<Double> uneven = new ArrayList<>(numbers(sample.pairs().get(3), "abscissa"));
    uneven.set(5, uneven.get(5) + 0.01);
    sample.pairs().get(3).put("abscissa", uneven);
    sample.write(folder);
    assertThat(texts(parse(report()), "h2")).doesNotContain("Strain beside waveforms");
  }

  @Test
  void arraysThatAreConstantOrZeroAreDrawn() throws Exception {
    SampleStrain sample = SampleStrain.one();
    List<Double> zero = new ArrayList<>(java.util.Collections.nCopies(1024, 0.0));
    for (Map<String, Object> pair : sample.pairs()) {
      pair.put("observed", zero);
      pair.put("predicted", zero);
      pair.put("residual", zero);
      pair.remove("metrics");
      pair.remove("conditions");
      pair.remove("conditions_text");
    }
    sample.write(folder);
    Document page = parse(report());
    assertThat(texts(page, "h4")).containsExactly("detector not stated");
    assertThat(texts(page, "th")).contains("ffffffffffff…|l2_m2|N1");
  }

  @Test
  void sameReleaseGivesTheSameBytes() throws Exception {
    SampleStrain.one().write(folder.resolve("a"));
    SampleStrain.one().write(folder.resolve("b"));
    byte[] first =
        ReleaseReport.of(Folder.open(folder.resolve("a").toString()), ReportExtras.none());
    byte[] second =
        ReleaseReport.of(Folder.open(folder.resolve("b").toString()), ReportExtras.none());
    assertThat(first).isEqualTo(second);
  }

  @Test
  void noPairsNoSection() throws Exception {
    SampleRelease.write(folder, "GWOSC event portal");
    assertThat(texts(parse(report()), "h2")).doesNotContain("Strain beside waveforms");
  }

  @SuppressWarnings("unchecked")
  private static List<Double> numbers(Map<String, Object> row, String column) {
    return (List<Double>) row.get(column);
  }

  private String report() throws IOException {
    byte[] page = ReleaseReport.of(Folder.open(folder.toString()), ReportExtras.none());
    return new String(page, StandardCharsets.UTF_8);
  }

  /** For people who want to look at it: {@code -Drudolphine.keep-report=FILE}. */
  private static void keep(String html) throws IOException {
    String file = System.getProperty("rudolphine.keep-report");
    if (file != null) {
      Files.writeString(Path.of(file + ".strain.html"), html);
    }
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
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
