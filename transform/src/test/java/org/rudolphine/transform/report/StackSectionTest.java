package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Histograms of collisions over stacked processes: four bins, two processes. */
class StackSectionTest {
  private static final List<Double> OBSERVED = List.of(4.0, 9.0, 0.0, 16.0);
  private static final List<Double> PREDICTED = List.of(5.0, 8.0, 1.0, 1.0);

  @TempDir Path folder;
  private final List<Map<String, Object>> links = new ArrayList<>();
  private final List<Map<String, Object>> series = new ArrayList<>();
  private final List<Map<String, Object>> pairs = new ArrayList<>();

  private void comparison(String histogram, String quantity) {
    String data = "Data|0|" + histogram;
    pairs.add(pair(histogram, quantity, data));
    process(data, "ZZ", "ZZ->4mu", List.of(4.0, 6.0, 1.0, 0.0), histogram);
    process(data, "HZZ", null, List.of(1.0, 2.0, 0.0, 1.0), histogram);
  }

  private static Map<String, Object> pair(String histogram, String quantity, String data) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pair_id", "pair " + histogram);
    row.put("domain", "hep");
    row.put("case_id", "5500");
    row.put("quantity", quantity);
    row.put("experiment_table", "series");
    row.put("experiment_id", data);
    row.put("link_id", "0123456789abcdef " + histogram);
    row.put("conditions", Map.of("luminosity_inv_pb", 11580.0, "sqrt_s_gev", 8000.0));
    row.put("conditions_text", Map.of("histogram", histogram, "sample", "DoubleMu12"));
    row.put("abscissa_unit", "GeV");
    row.put("abscissa", List.of(71.5, 74.5, 77.5, 80.5));
    row.put("observed", OBSERVED);
    row.put("observed_upper", OBSERVED.stream().map(o -> o + Math.sqrt(o)).toList());
    row.put("predicted", PREDICTED);
    row.put("predicted_upper", PREDICTED.stream().map(p -> p + 0.5).toList());
    row.put("chi2", 12.345);
    row.put("ndf", 4);
    row.put("metrics", Map.of("observed_in_range", 29.0, "predicted_in_range", 15.0));
    row.put("group_id", "5500");
    row.put("theory_group_id", "5500");
    row.put("split", "train");
    return row;
  }

  private void process(
      String data, String name, String process, List<Double> values, String histogram) {
    String id = name + "|1|" + histogram;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("series_id", id);
    row.put("provider", name);
    row.put("model", process);
    row.put("value", values);
    series.add(row);
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("link_id", data + id);
    link.put("relation", "contributes");
    link.put("left_table", "series");
    link.put("left_id", data);
    link.put("right_table", "series");
    link.put("right_id", id);
    links.add(link);
  }

  private Document report() throws Exception {
    Path data = folder.resolve("data");
    ParquetWriting.write(data.resolve("links/part-0.parquet"), "links", links);
    ParquetWriting.write(data.resolve("series/part-0.parquet"), "series", series);
    ParquetWriting.write(data.resolve("pairs/part-0.parquet"), "pairs", pairs);
    String html =
        new String(
            ReleaseReport.of(Folder.open(folder.toString()), ReportExtras.none()),
            StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>\n", ""))));
  }

  private static List<Element> elements(Document page, String name, String style) {
    NodeList found = page.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> (Element) found.item(i))
        .filter(element -> element.getAttribute("class").equals(style))
        .toList();
  }

  @Test
  void processesAreStackedUnderTheDataWithTheRatioBelow() throws Exception {
    comparison("mass4mu_low", "mass4mu");
    Document page = report();
    List<Element> figures = elements(page, "figure", "panel");

    assertThat(figures).hasSize(1);
    assertThat(figures.get(0).getTextContent())
        .contains("mass4mu_low, DoubleMu12")
        .contains("example 5500, 8 TeV, 11.58 fb⁻¹; χ²/ndf 12.3/4")
        .contains("data (29.0)ZZ->4mu (11.0)HZZ (4.00)")
        .contains("data / prediction", "events per bin", "mass4mu / GeV");
    // The larger process lies below: its area begins at the axis, the other's on top of it.
    String larger = elements(page, "path", "stacked k0").get(0).getAttribute("d");
    String smaller = elements(page, "path", "stacked k1").get(0).getAttribute("d");
    assertThat(larger).endsWith("V262H62Z");
    assertThat(smaller).endsWith("V192H159V215.33H62Z");
    // Three bins hold events: three points, and three ratios, one of which is above the panel.
    List<Element> points = elements(page, "circle", "datum");
    assertThat(points).hasSize(1 + 3 + 2);
    assertThat(elements(page, "path", "datum")).hasSize(1);
  }

  @Test
  void ofAnObservableTheCoarsestHistogramIsDrawnAndAllAreListed() throws Exception {
    comparison("mZ1", "mZ1");
    comparison("mass4mu_low", "mass4mu");
    comparison("mass4mu_full", "mass4mu");
    Document page = report();

    assertThat(elements(page, "figure", "panel"))
        .extracting(figure -> figure.getElementsByTagName("h3").item(0).getTextContent())
        .containsExactly("mass4mu_full, DoubleMu12", "mZ1, DoubleMu12");
    NodeList rows = page.getElementsByTagName("tbody").item(0).getChildNodes();
    assertThat(rows.getLength()).isGreaterThanOrEqualTo(3);
    assertThat(page.getElementsByTagName("tbody").item(0).getTextContent())
        .contains("mass4mu_lowDoubleMu122915.0012.3/4ZZ (11.0), HZZ (4.00)explain 0123456789ab");
  }

  @Test
  void withoutComparisonsThereIsNoSection() throws Exception {
    assertThat(report().getDocumentElement().getTextContent()).doesNotContain(StackSection.NAME);
  }
}
