package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GwoscV1Test {
  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String api = server.gwoscUrl() + "/eventapi";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void strainIsServedWhereTheDetailSaysOnTheProvidersOwnHost() throws Exception {
    String name = "V-V1_GWOSC_16KHZ_R1-1126257415-4096.hdf5";
    byte[] content = {1, 2, 3};
    server.edit(data -> data.putStrainFile("GW150914-v3", name, content));

    JsonNode event =
        client.json(api + "/json/GWTC-1-confident/GW150914/v3/").at("/events/GW150914-v3");
    JsonNode file = event.get("strain").get(event.get("strain").size() - 1);
    String path = "/eventapi/json/GWTC-1-confident/GW150914/v3/" + name;
    assertThat(file.get("url").textValue()).isEqualTo("https://gwosc.org" + path);
    assertThat(file.get("GPSstart").longValue()).isEqualTo(1126257415L);
    assertThat(file.get("sampling_rate").intValue()).isEqualTo(16384);
    assertThat(file.get("duration").intValue()).isEqualTo(4096);
    HttpResponse<String> served = client.get(server.gwoscUrl() + path);
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.body()).isEqualTo("\u0001\u0002\u0003");
    assertThat(client.get(server.gwoscUrl() + path + "x").statusCode()).isNotEqualTo(200);
  }

  @Test
  void indexNamesTheCatalogs() throws Exception {
    JsonNode index = client.json(api + "/json/");

    assertThat(index).hasSize(8);
    assertThat(index.get("GWTC-2").get("url").textValue())
        .isEqualTo("https://gwosc.org/eventapi/json/GWTC-2/");
  }

  @ParameterizedTest
  @CsvSource({"allevents,35", "GWTC,20", "GWTC-1-confident,11", "O1_O2-Preliminary,4"})
  void listsAreFlatAndWhole(String list, int count) throws Exception {
    JsonNode events = client.json(api + "/json/" + list + "/").get("events");

    assertThat(events).hasSize(count);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.has("parameters")).isFalse();
              assertThat(event.has("strain")).isFalse();
              assertThat(event.has("v2")).isFalse();
              assertThat(event.has("catalog.shortName")).isTrue();
            });
  }

  @Test
  void missingValuesAreNullWithNullBoundsAndUnit() throws Exception {
    JsonNode event = client.json(api + "/json/allevents/").get("events").get("GW150914-v3");

    assertThat(event.get("total_mass_source").isNull()).isTrue();
    assertThat(event.get("total_mass_source_lower").isNull()).isTrue();
    assertThat(event.get("total_mass_source_unit").isNull()).isTrue();
    assertThat(event.get("far_unit").textValue()).isEqualTo("yr^-1");
    assertThat(event.get("mass_2_source_lower").doubleValue()).isEqualTo(-4.4);
  }

  @Test
  void detailHasParameterSetsAndStrain() throws Exception {
    JsonNode document = client.json(api + "/json/GWTC-1-confident/GW150914/v3/");
    JsonNode event = document.get("events").get("GW150914-v3");

    // arXiv:1811.12907, table III: final spin 0.69 +0.05 -0.04, radiated energy 3.1 +-0.4.
    JsonNode set = event.get("parameters").get("gwtc1_pe_GW150914");
    assertThat(set.get("a_final").doubleValue()).isEqualTo(0.69);
    assertThat(set.get("a_final_upper").doubleValue()).isEqualTo(0.05);
    assertThat(set.get("E_rad").doubleValue()).isEqualTo(3.1);
    assertThat(set.get("is_preferred").booleanValue()).isTrue();
    assertThat(set.get("pipeline_type").textValue()).isEqualTo("pe");
    assertThat(event.get("parameters")).hasSize(4);
    assertThat(event.get("strain")).hasSize(24);
    assertThat(event.get("jsonurl").textValue()).startsWith("https://www.gw-openscience.org/");
  }

  @Test
  void preferredParameterSetsAgreeWithTheList() throws Exception {
    JsonNode events = client.json(api + "/jsonfull/GWTC-1-confident/").get("events");

    assertThat(events)
        .hasSize(11)
        .allSatisfy(
            event -> {
              String name = event.get("commonName").textValue();
              JsonNode set = event.get("parameters").get("gwtc1_pe_" + name);
              for (String parameter : new String[] {"mass_1_source", "chi_eff", "redshift"}) {
                assertThat(set.get(parameter)).as(name).isEqualTo(event.get(parameter));
              }
            });
  }

  @Test
  void shortNamesNeedNotBeNameAndVersion() throws Exception {
    JsonNode document = client.json(api + "/json/GWTC-2.1-confident/GW190521/v4/");

    assertThat(document.get("events").fieldNames())
        .toIterable()
        .containsExactly("GW190521_030229-v4");
  }

  @Test
  void withoutTheSlashTheProviderRedirects() throws Exception {
    HttpResponse<String> reply = client.get(api + "/json/allevents");

    assertThat(reply.statusCode()).isEqualTo(301);
    assertThat(reply.headers().firstValue("Location")).hasValue(api + "/json/allevents/");
  }

  @ParameterizedTest
  @CsvSource({
    "/json/GWTC-99/",
    "/json/GWTC-2/GW150914/v3/",
    "/json/GWTC-1-confident/GW150914/v2/",
    "/html/"
  })
  void unknownThingsAreNotFound(String path) throws Exception {
    assertThat(client.get(api + path).statusCode()).isEqualTo(404);
  }
}
