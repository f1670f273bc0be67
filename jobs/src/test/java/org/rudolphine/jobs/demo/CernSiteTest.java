package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interfaces of the collider portal, as its code and its users describe them. */
class CernSiteTest {
  private static final int DATASETS = 51;
  private static final Pattern IDENTIFIER =
      Pattern.compile("<identifier>oai:cernopendata.cern:([^<]+)<");
  private static final Pattern TOKEN = Pattern.compile("<resumptionToken[^>]*>([^<]+)<");

  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode search(String query) throws IOException, InterruptedException {
    return client.json(server.cernOpenDataUrl() + "/api/records/?" + query);
  }

  private int total(String query) throws IOException, InterruptedException {
    return search(query).at("/hits/total").intValue();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.get(server.cernOpenDataUrl() + path);
  }

  @Test
  void recordsOnDemandAreLeftOutUnlessAskedFor() throws Exception {
    assertThat(total("type=Dataset&ondemand=true")).isEqualTo(DATASETS);
    assertThat(total("type=Dataset")).isEqualTo(DATASETS - 1);
  }

  /** Counted with Python in the sample file, not by the server. */
  @ParameterizedTest
  @CsvSource({
    "type=Dataset::Simulated,22",
    "type=Dataset::Collision&experiment=DELPHI,2",
    "experiment=ATLAS&experiment=LHCb,10",
    "year=2011--2011&collision_energy=2.76TeV,3",
    "category=Standard Model Physics::Drell-Yan,4",
    "file_type=nanoaodsim-reduced,7",
    "number_events=1--10000,4",
    "subtype=Simulated&type=Dataset,51",
    "q=recid:1235*,10",
    "q=doi:10.7483/OPENDATA.CMS.RZ34.QR6N,1",
    "'q=_updated:[2025-06-06T08:50:00 TO *]&type=Dataset',3"
  })
  void facetsAndFieldsChoose(String query, int count) throws Exception {
    String encoded = query.replace(" ", "%20").replace("[", "%5B").replace("]", "%5D");
    assertThat(total(encoded + "&ondemand=true")).isEqualTo(count);
  }

  @Test
  void pagesOfASearchHoldEveryHitOnce() throws Exception {
    Set<String> ids = new TreeSet<>();
    String next = server.cernOpenDataUrl() + "/api/records/?type=Dataset&ondemand=1&size=20";
    int pages = 0;
    while (next != null) {
      JsonNode page = client.json(next);
      page.at("/hits/hits").forEach(hit -> ids.add(hit.get("id").asText()));
      next = page.at("/links").path("next").textValue();
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(ids).hasSize(DATASETS);
  }

  @Test
  void hitsWithoutFilesAreAskedForBySkipping() throws Exception {
    JsonNode brief = search("q=recid:17&skip_files=1").at("/hits/hits/0");
    JsonNode whole = search("q=recid:17").at("/hits/hits/0");

    assertThat(brief.get("metadata").has("files")).isFalse();
    assertThat(brief.get("metadata").has("_file_indices")).isFalse();
    assertThat(whole.at("/metadata/_file_indices")).hasSize(1);
    assertThat(brief.get("updated").textValue()).endsWith("+00:00");
  }

  /** Glossary entries share the index; their ids are no record ids. */
  @Test
  void searchWithoutTypeGivesWhatIsNoRecord() throws Exception {
    List<String> ids = new ArrayList<>();
    search("size=100").at("/hits/hits").forEach(hit -> ids.add(hit.get("id").asText()));

    assertThat(ids).contains("primary-dataset", "12350").hasSize(DATASETS - 1 + 4 + 1);
  }

  @Test
  void resultsBeyondTheWindowAreRefused() throws Exception {
    assertThat(get("/api/records/?size=100&page=100").statusCode()).isEqualTo(200);
    HttpResponse<String> beyond = get("/api/records/?size=100&page=101");
    assertThat(beyond.statusCode()).isEqualTo(400);
    assertThat(beyond.body()).contains("Maximum number of 10000 results");

    server.edit(data -> data.cernOpenData().limitResults(25));
    assertThat(get("/api/records/?size=20&page=2").statusCode()).isEqualTo(400);
    assertThat(total("type=Dataset&size=20&ondemand=1")).isEqualTo(DATASETS);
  }

  @ParameterizedTest
  @CsvSource({"year=2012", "page=2&from=3", "page=0", "q=_updated:yesterday"})
  void impossibleSearchesAreRefused(String query) throws Exception {
    assertThat(get("/api/records/?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void countsByFacetAddUp() throws Exception {
    JsonNode types = search("type=Dataset&ondemand=1").at("/aggregations/type/buckets/0");
    assertThat(types.get("key").textValue()).isEqualTo("Dataset");
    assertThat(types.get("doc_count").intValue()).isEqualTo(DATASETS);
    assertThat(types.at("/subtype/buckets")).hasSize(3);
  }

  @Test
  void singleRecordHasDirectFilesAndIndicesApart() throws Exception {
    HttpResponse<String> reply = get("/api/records/17");
    JsonNode metadata = SampleData.JSON.readTree(reply.body()).get("metadata");

    assertThat(reply.headers().firstValue("ETag")).isPresent();
    assertThat(reply.headers().firstValue("Last-Modified"))
        .hasValueSatisfying(d -> assertThat(d).startsWith("Fri, 6 Jun 2025 08:"));
    assertThat(metadata.get("files")).isEmpty();
    assertThat(metadata.at("/_file_indices/0/files")).hasSize(2);
    JsonNode direct = client.json(server.cernOpenDataUrl() + "/api/records/15006").get("metadata");
    assertThat(direct.get("files")).hasSize(10);
    assertThat(direct.at("/files/0/key").textValue()).isEqualTo("GamGam.zip");
    String tag = reply.headers().firstValue("ETag").orElseThrow();
    String uri = server.cernOpenDataUrl() + "/api/records/17";
    assertThat(client.get(uri, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void exportLacksWhatThePortalAdds() throws Exception {
    JsonNode export = SampleData.JSON.readTree(get("/record/17/export/json").body());

    assertThat(export.has("_bucket")).isFalse();
    assertThat(export.get("recid").textValue()).isEqualTo("17");
    assertThat(export.get("files")).isEmpty();
    assertThat(export.get("index_files")).hasSize(1);
  }

  @Test
  void fileIndexComesAsDocumentAndAsLines() throws Exception {
    String key =
        client
            .json(server.cernOpenDataUrl() + "/api/records/17")
            .at("/metadata/_file_indices/0/key")
            .textValue();
    String base = "/record/17/file_index/" + key.replace(".json", "");

    assertThat(SampleData.JSON.readTree(get(base + ".json").body()).get("files")).hasSize(2);
    assertThat(get(base + ".txt").body().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("root://eospublic.cern.ch//eos/opendata/cms/"));
    assertThat(get("/record/17/file_index/none.json").statusCode()).isEqualTo(404);
  }

  @Test
  void identifiersComeTenAPageAndAFullLastPageLeadsToNothing() throws Exception {
    server.edit(
        data -> {
          for (int copy = 1;
              data.cernOpenData().all().stream().filter(CernRecord::isRecord).count() % 10 != 0;
              copy++) {
            data.cernOpenData().copy("17", "9900" + copy);
          }
        });
    Set<String> ids = new TreeSet<>();
    String page = get("/oai2d?verb=ListIdentifiers&metadataPrefix=oai_dc").body();
    for (Matcher token = TOKEN.matcher(page); token.find(); token = TOKEN.matcher(page)) {
      Matcher id = IDENTIFIER.matcher(page);
      while (id.find()) {
        ids.add(id.group(1));
      }
      page =
          get("/oai2d?verb=ListIdentifiers&resumptionToken="
                  + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8))
              .body();
    }

    assertThat(page).contains("noRecordsMatch");
    assertThat(ids).hasSize(60).contains("12350", "17").doesNotContain("primary-dataset");
  }

  /** Names of collaborations differ in case, so the set of an experiment lacks records. */
  @Test
  void setOfAnExperimentLacksRecords() throws Exception {
    String exact = get("/oai2d?verb=ListIdentifiers&metadataPrefix=oai_dc&set=exp-CMS").body();
    assertThat(exact).contains(":30505<").doesNotContain(":17<");
  }

  @Test
  void changesOfANightShow() throws Exception {
    server.edit(
        data -> {
          data.cernOpenData().metadata("17").put("title", "Another title");
          data.cernOpenData().touch("17", Instant.parse("2026-11-20T01:00:00Z"));
          data.cernOpenData().delete("16");
          data.cernOpenData().copy("17", "99001");
        });

    assertThat(total("type=Dataset&ondemand=1")).isEqualTo(DATASETS);
    assertThat(get("/api/records/16").statusCode()).isEqualTo(410);
    assertThat(get("/api/records/424242").statusCode()).isEqualTo(404);
    assertThat(get("/api/records/99001").statusCode()).isEqualTo(200);
    assertThat(get("/oai2d?verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-11-20").body())
        .contains(":17<");
  }
}
