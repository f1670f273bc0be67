package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GwoscV2Test {
  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String api = server.gwoscUrl() + "/api/v2";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listIsReadWholeByFollowingNext() throws Exception {
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = api + "/event-versions?include-default-parameters=true&format=json";
    while (next != null) {
      assertThat(next).startsWith(api).contains("include-default-parameters=true", "format=json");
      JsonNode page = client.json(next);
      assertThat(page.get("results_count").intValue()).isEqualTo(35);
      assertThat(page.get("num_pages").intValue()).isEqualTo(2);
      assertThat(page.get("results_per_page").intValue()).isEqualTo(20);
      sizes.add(page.get("page_number").intValue());
      sizes.add(page.get("results").size());
      page.get("results").forEach(row -> names.add(row.get("shortName").textValue()));
      next = page.get("next").textValue();
    }

    assertThat(sizes).containsExactly(1, 20, 2, 15);
    assertThat(names).doesNotHaveDuplicates().hasSize(35);
    // The portal lists the newest event first and its versions ascending.
    assertThat(names).startsWith("GW200209_085452-v1", "GW200128_022011-v1");
    assertThat(names).endsWith("GW150914-v1", "GW150914-v2", "GW150914-v3");
  }

  @Test
  void previousLeadsBack() throws Exception {
    JsonNode page = client.json(api + "/event-versions?page=2");

    assertThat(page.get("previous").textValue()).isEqualTo(api + "/event-versions?page=1");
    assertThat(page.get("next").isNull()).isTrue();
  }

  @Test
  void pagesAreNeverLargerThanTwenty() throws Exception {
    JsonNode large = client.json(api + "/event-versions?pagesize=500");
    JsonNode small = client.json(api + "/event-versions?pagesize=7");

    assertThat(large.get("results")).hasSize(20);
    assertThat(small.get("results")).hasSize(7);
    assertThat(small.get("num_pages").intValue()).isEqualTo(5);
    assertThat(small.get("next").textValue()).endsWith("pagesize=7&page=2");
  }

  @ParameterizedTest
  @CsvSource({"page=3,404,Invalid page.", "page=zero,400,Not a number", "page=0,400,Not a number"})
  void impossiblePagesAreRefused(String query, int status, String detail) throws Exception {
    HttpResponse<String> reply = client.get(api + "/event-versions?" + query);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body()).contains(detail);
  }

  @Test
  void rowOfGw150914HasThePublishedIntervals() throws Exception {
    JsonNode row = row("GW150914-v3", "name-contains=GW150914&include-default-parameters");

    assertThat(row.get("name").textValue()).isEqualTo("GW150914");
    assertThat(row.get("gps").doubleValue()).isEqualTo(1126259462.4);
    assertThat(row.get("detectors")).extracting(JsonNode::textValue).containsExactly("H1", "L1");
    assertThat(row.get("doi").textValue()).isEqualTo("https://doi.org/10.7935/82H3-HH23");
    // arXiv:1811.12907, table III: 35.6 +4.7 -3.1 solar masses; table I: FAR < 1e-7 per year.
    JsonNode mass = parameter(row.get("default_parameters"), "mass_1_source");
    assertThat(mass.get("best").doubleValue()).isEqualTo(35.6);
    assertThat(mass.get("upper_error").doubleValue()).isEqualTo(4.7);
    assertThat(mass.get("lower_error").doubleValue()).isEqualTo(-3.1);
    assertThat(mass.get("unit").textValue()).isEqualTo("M_sun");
    assertThat(mass.get("decimal_places").intValue()).isEqualTo(1);
    assertThat(mass.get("is_upper_bound").booleanValue()).isFalse();
    JsonNode far = parameter(row.get("default_parameters"), "far");
    assertThat(far.get("best").doubleValue()).isEqualTo(1e-7);
    assertThat(far.get("is_upper_bound").booleanValue()).isTrue();
    assertThat(far.get("is_lower_bound").booleanValue()).isFalse();
    assertThat(parameter(row.get("default_parameters"), "total_mass_source").get("best").isNull())
        .isTrue();
  }

  @Test
  void rowsCarryParametersOnlyWhenAskedAndOnlyWhereTheyExist() throws Exception {
    assertThat(row("GW150914-v3", "").has("default_parameters")).isFalse();
    assertThat(row("GW150914-v1", "include-default-parameters=true").get("default_parameters"))
        .isEmpty();
  }

  @Test
  void csvIsNotPagedAndEqualsTheJsonValueByValue() throws Exception {
    HttpResponse<String> reply =
        client.get(api + "/event-versions?include-default-parameters=true&format=csv");
    List<String> lines = reply.body().lines().toList();
    List<String> header = List.of(lines.get(0).split(",", -1));

    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(header).hasSize(7 + 3 * 12).startsWith("name", "shortName", "gps", "version");
    assertThat(lines).hasSize(1 + 35);
    Map<String, JsonNode> rows = allRows();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = Arrays.asList(line.split(",", -1));
      assertThat(cells).hasSameSizeAs(header);
      JsonNode row = rows.get(cells.get(header.indexOf("shortName")));
      for (int i = 0; i < header.size(); i++) {
        assertThat(cells.get(i))
            .as("%s of %s", header.get(i), row)
            .isEqualTo(asCell(row, header.get(i)));
      }
    }
  }

  @Test
  void csvWithoutParametersHasTheSevenColumnsOfTheList() throws Exception {
    HttpResponse<String> reply = client.get(api + "/event-versions?format=csv&release=GWTC-2");

    assertThat(reply.body().lines().findFirst())
        .hasValue("name,shortName,gps,version,catalog,doi,detail_url");
    assertThat(reply.body().lines()).hasSize(1 + 5);
  }

  @Test
  void releasesAreFilteredByNameAndTheCumulativeListHasOneVersionOfAnEvent() throws Exception {
    assertThat(shortNames("release=GWTC-3-confident,GWTC-1-marginal"))
        .containsExactly("GW200209_085452-v1", "GW200128_022011-v1", "151012.2-v1");
    assertThat(shortNames("release=GWTC&name-contains=gw190521"))
        .containsExactly("GW190521_074359-v2", "GW190521_030229-v4");
    assertThat(shortNames("release=GWTC")).hasSize(20).doesNotContain("GW190424_180648-v1");
    assertThat(shortNames("release=no-such-catalog")).isEmpty();
  }

  @Test
  void lastVersionAndRangesAreFilters() throws Exception {
    assertThat(shortNames("lastver&name-contains=GW190424")).containsExactly("GW190424_180648-v2");
    assertThat(shortNames("lastver=false&name-contains=GW190424")).hasSize(2);
    // arXiv:2108.01045: GW190521 is the only one of these with a primary above 90 solar masses.
    assertThat(shortNames("min-mass-1-source=90&release=GWTC"))
        .containsExactly("GW190521_030229-v4");
    assertThat(shortNames("max-mass-1-source=2&release=GWTC")).containsExactly("GW170817-v3");
  }

  @Test
  void detailIsFoundByShortNameAndByNameAndVersion() throws Exception {
    JsonNode byShortName = client.json(api + "/event-versions/GW190521_030229-v4");
    JsonNode byName = client.json(api + "/event-versions/GW190521-v4?format=json");

    assertThat(byName).isEqualTo(byShortName);
    assertThat(byName.get("name").textValue()).isEqualTo("GW190521");
    assertThat(byName.get("shortName").textValue()).isEqualTo("GW190521_030229-v4");
    assertThat(byName.get("detail_url").textValue())
        .isEqualTo("https://gwosc.org/api/v2/event-versions/GW190521-v4");
    assertThat(byName.get("run").textValue()).isEqualTo("O3a");
  }

  @Test
  void detailAddsWhatOnlyThePreferredSetStates() throws Exception {
    JsonNode detail = client.json(api + "/event-versions/GW170817-v3");

    // arXiv:1811.12907, table III gives limits for this event: spin < 0.89, energy > 0.04.
    JsonNode spin = parameter(detail.get("parameters"), "a_final");
    assertThat(spin.get("best").doubleValue()).isEqualTo(0.89);
    assertThat(spin.get("is_upper_bound").booleanValue()).isTrue();
    JsonNode energy = parameter(detail.get("parameters"), "E_rad");
    assertThat(energy.get("best").doubleValue()).isEqualTo(0.04);
    assertThat(energy.get("is_lower_bound").booleanValue()).isTrue();
    assertThat(energy.get("unit").textValue()).isEqualTo("M_sun c^2");
    assertThat(detail.get("parameters"))
        .extracting(p -> p.get("name").textValue())
        .doesNotHaveDuplicates();
  }

  @Test
  void strainFilesArePagedAndFiltered() throws Exception {
    String files = api + "/event-versions/GW150914-v3/strain-files";
    JsonNode first = client.json(files);
    JsonNode second = client.json(first.get("next").textValue());
    JsonNode one = client.json(files + "?detector=L1&sample-rate=4&duration=32&file-format=hdf5");

    // Two detectors, two rates, two durations, three formats.
    assertThat(first.get("results_count").intValue()).isEqualTo(24);
    assertThat(first.get("results")).hasSize(20);
    assertThat(second.get("results")).hasSize(4);
    assertThat(one.get("results")).hasSize(1);
    JsonNode row = one.get("results").get(0);
    assertThat(row.get("file_format").textValue()).isEqualTo("HDF");
    assertThat(row.get("sample_rate_kHz").intValue()).isEqualTo(4);
    assertThat(row.get("gps_start").intValue()).isEqualTo(1126259447);
    assertThat(row.get("download_url").textValue())
        .startsWith("https://www.gw-openscience.org/")
        .endsWith("L-L1_GWOSC_4KHZ_R1-1126259447-32.hdf5");
  }

  @Test
  void eventListsItsVersionsAndAnswersToItsAliases() throws Exception {
    JsonNode event = client.json(api + "/events/GW190521_030229");

    assertThat(event).isEqualTo(client.json(api + "/events/GW190521"));
    assertThat(event.get("grace_id").textValue()).isEqualTo("S190521g");
    assertThat(event.get("versions"))
        .extracting(v -> v.get("catalog").textValue())
        .containsExactly(
            "O3_Discovery_Papers", "O3_Discovery_Papers", "GWTC-2", "GWTC-2.1-confident");
    assertThat(client.json(api + "/events").get("results_count").intValue()).isEqualTo(23);
  }

  @Test
  void catalogsHaveTheirDois() throws Exception {
    JsonNode catalogs = client.json(api + "/catalogs");
    JsonNode gwtc1 = client.json(api + "/catalogs/GWTC-1-confident");

    assertThat(catalogs.get("results_count").intValue()).isEqualTo(8);
    assertThat(gwtc1.get("doi").textValue()).isEqualTo("https://doi.org/10.7935/82H3-HH23");
    assertThat(gwtc1.has("cumulative")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/event-versions/GW150914-v9",
    "/event-versions/GW150914-v9/strain-files",
    "/events/GW999999",
    "/catalogs/GWTC-99",
    "/nothing-here"
  })
  void unknownThingsAreNotFound(String path) throws Exception {
    HttpResponse<String> reply = client.get(api + path);

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).isEqualTo("{\"detail\":\"No Event matches the given query.\"}");
  }

  @Test
  void pageForPeopleKeepsItsFormatInTheLinks() throws Exception {
    HttpResponse<String> reply = client.get(api + "/event-versions?format=api");

    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(reply.body()).contains("event-versions?format=api&amp;page=2");
  }

  @Test
  void massesAddUpWherePublished() throws Exception {
    // Medians are independent, so the sum of the parts only comes near the published total.
    Map<String, JsonNode> rows = allRows();
    List<String> withTotal = new ArrayList<>();
    rows.forEach(
        (id, row) -> {
          JsonNode total = best(row, "total_mass_source");
          if (total != null && total.isNumber()) {
            withTotal.add(id);
            double sum =
                best(row, "mass_1_source").doubleValue() + best(row, "mass_2_source").doubleValue();
            assertThat(sum).as(id).isCloseTo(total.doubleValue(), within(0.03 * sum));
          }
        });
    // GWTC-1 publishes no total mass; of the later versions here 17 have one.
    assertThat(withTotal).hasSize(17).noneMatch(id -> id.startsWith("GW15"));
  }

  private JsonNode row(String shortName, String query) throws Exception {
    String next = api + "/event-versions?" + query;
    while (next != null) {
      JsonNode page = client.json(next);
      for (JsonNode row : page.get("results")) {
        if (row.get("shortName").textValue().equals(shortName)) {
          return row;
        }
      }
      next = page.get("next").textValue();
    }
    throw new AssertionError("No row of " + shortName + " for " + query);
  }

  private Map<String, JsonNode> allRows() throws Exception {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    for (String page : List.of("1", "2")) {
      JsonNode reply =
          client.json(api + "/event-versions?include-default-parameters=true&page=" + page);
      reply.get("results").forEach(row -> rows.put(row.get("shortName").textValue(), row));
    }
    return rows;
  }

  private List<String> shortNames(String query) throws Exception {
    return StreamSupport.stream(
            client.json(api + "/event-versions?" + query).get("results").spliterator(), false)
        .map(row -> row.get("shortName").textValue())
        .toList();
  }

  private static JsonNode best(JsonNode row, String name) {
    return parameters(row).get(name) == null ? null : parameters(row).get(name).get("best");
  }

  private static JsonNode parameter(JsonNode parameters, String name) {
    return StreamSupport.stream(parameters.spliterator(), false)
        .filter(p -> p.get("name").textValue().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No parameter " + name));
  }

  private static Map<String, JsonNode> parameters(JsonNode row) {
    Map<String, JsonNode> byName = new HashMap<>();
    row.get("default_parameters").forEach(p -> byName.put(p.get("name").textValue(), p));
    return byName;
  }

  /** What the cell of a column must hold by the JSON row of the same event version. */
  private static String asCell(JsonNode row, String column) {
    if (row.has(column)) {
      return row.get(column).asText("");
    }
    String name = column.replaceFirst("_(lower|upper)$", "");
    JsonNode parameter = parameters(row).get(name);
    if (parameter == null) {
      return "";
    }
    String field =
        column.equals(name) ? "best" : column.endsWith("_lower") ? "lower_error" : "upper_error";
    return parameter.get(field).isNull() ? "" : parameter.get(field).asText();
  }
}
