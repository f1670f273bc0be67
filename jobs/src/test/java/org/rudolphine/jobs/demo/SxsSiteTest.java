package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SxsSiteTest {
  private static final String REPOSITORY = "/sxs-collaboration/sxscatalogdata";

  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String releases = server.sxsUrl() + "/repos" + REPOSITORY + "/releases";
  private final String catalog = server.sxsUrl() + REPOSITORY + "/v3.0.0/simulations.json";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void releaseListHasTheShapeOfGitHub() throws Exception {
    JsonNode list = client.json(releases);

    assertThat(list).hasSize(1);
    JsonNode release = list.get(0);
    assertThat(release.get("tag_name").textValue()).isEqualTo("v3.0.0");
    assertThat(release.get("published_at").textValue()).isEqualTo("2025-05-14T18:17:00Z");
    assertThat(release.get("draft").booleanValue()).isFalse();
    assertThat(release.get("prerelease").booleanValue()).isFalse();
    assertThat(release.get("assets")).isEmpty();
    assertThat(client.json(releases + "/tags/v3.0.0")).isEqualTo(release);
  }

  @Test
  void releaseListIsPagedByLinkHeader() throws Exception {
    server.edit(
        data ->
            data.publish(
                "v3.1.0",
                Instant.parse("2026-11-01T00:00:00Z"),
                data.simulations("v3.0.0").orElseThrow().deepCopy()));
    HttpResponse<String> first = client.get(releases + "?per_page=1");

    assertThat(first.body()).contains("v3.1.0").doesNotContain("\"v3.0.0\"");
    assertThat(first.headers().firstValue("Link"))
        .hasValue("<" + releases + "?per_page=1&page=2>; rel=\"next\"");
    HttpResponse<String> second = client.get(releases + "?per_page=1&page=2");
    assertThat(second.body()).contains("\"v3.0.0\"");
    assertThat(second.headers().firstValue("Link")).isEmpty();
  }

  @Test
  void catalogComesAsPlainTextKeyedById() throws Exception {
    HttpResponse<String> reply = client.get(catalog);
    JsonNode simulations = client.json(catalog);

    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(simulations).hasSize(117);
    // Lovelace et al. (2016), doi:10.1088/0264-9381/33/24/244002: the GW150914 run has mass ratio
    // 1.22 and spins 0.33 and -0.44 along the orbital angular momentum.
    JsonNode run = simulations.get("SXS:BBH:0305");
    assertThat(run.get("reference_mass_ratio").doubleValue()).isCloseTo(1.22, within(0.005));
    assertThat(run.get("reference_dimensionless_spin1").get(2).doubleValue())
        .isCloseTo(0.33, within(0.001));
    assertThat(run.get("reference_dimensionless_spin2").get(2).doubleValue())
        .isCloseTo(-0.44, within(0.001));
  }

  @Test
  void catalogKeepsTheOdditiesOfTheRealOne() throws Exception {
    JsonNode simulations = client.json(catalog);

    assertThat(simulations.get("SXS:BBH:0001").get("keywords").get(0).textValue())
        .isEqualTo("deprecated");
    assertThat(simulations.get("SXS:BBH:0123").get("reference_eccentricity").textValue())
        .isEqualTo("<7.2e-05");
    assertThat(simulations.get("SXS:BBH:1363").get("reference_eccentricity").textValue())
        .isEqualTo("<1.8e+00");
    assertThat(simulations.get("SXS:BBH:0223").get("reference_eccentricity").textValue())
        .isEqualTo("NaN");
    assertThat(simulations.get("SXS:BBH:1360").get("reference_eccentricity").doubleValue())
        .isGreaterThan(0.3);
    assertThat(simulations.get("SXS:BHNS:0001").get("object_types").textValue()).isEqualTo("BHNS");
    assertThat(simulations.get("SXS:BBH:0220").get("reference_mass_ratio").doubleValue())
        .isLessThan(1);
  }

  @Test
  void effectiveSpinsAreTheMassWeightedProjections() throws Exception {
    // chi_eff = (m1 chi1 + m2 chi2) . L / (m1 + m2), with L along the orbital frequency.
    assertThat(client.json(catalog))
        .filteredOn(run -> run.path("object_types").asText().equals("BHBH"))
        .filteredOn(run -> run.path("reference_chi_eff").isNumber())
        .hasSize(113)
        .allSatisfy(
            run ->
                assertThat(run.get("reference_chi_eff").doubleValue())
                    .isCloseTo(effectiveSpin(run), within(1e-6)));
  }

  private static double effectiveSpin(JsonNode run) {
    JsonNode frequency = run.get("reference_orbital_frequency");
    double m1 = run.get("reference_mass1").doubleValue();
    double m2 = run.get("reference_mass2").doubleValue();
    double spin =
        m1 * dot(run.get("reference_dimensionless_spin1"), frequency)
            + m2 * dot(run.get("reference_dimensionless_spin2"), frequency);
    return spin / (m1 + m2) / Math.sqrt(dot(frequency, frequency));
  }

  private static double dot(JsonNode a, JsonNode b) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += a.get(i).doubleValue() * b.get(i).doubleValue();
    }
    return sum;
  }

  @Test
  void nothingPersonalIsInTheSample() throws Exception {
    assertThat(client.get(catalog).body()).doesNotContain("@").doesNotContain("email");
  }

  @ParameterizedTest
  @CsvSource({
    "/sxs-collaboration/sxscatalogdata/v9.9.9/simulations.json",
    "/repos/sxs-collaboration/sxscatalogdata/releases/tags/v9.9.9",
    "/repos/sxs-collaboration/another/releases",
    "/sxs-collaboration/sxscatalogdata/v3.0.0/other.json"
  })
  void unknownThingsAreNotFound(String path) throws Exception {
    HttpResponse<String> reply = client.get(server.sxsUrl() + path);

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("Not Found");
  }
}
