package org.rudolphine.ingest.protocol.oai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;

/**
 * Real pages of arXiv's software. Verbs, numbers of records, formats and tokens were read from them
 * with Python's ElementTree; the 273 identifiers with {@code grep -o '<identifier>[^<]*' | sort
 * -u}.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class OaiCorpusTest {
  private static final String INTERVAL = "from=2005-09-16&until=2012-12-31";

  private static Path folder() {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS"), "arxiv", "oai");
  }

  private static String summary(OaiPage page) {
    Set<String> formats =
        new TreeSet<>(page.items().stream().map(OaiItem::format).filter(Objects::nonNull).toList());
    String token = page.token() == null ? "" : page.leadsOn() ? " token" : " end";
    return page.errors().isEmpty()
        ? page.verb() + " " + page.items().size() + " " + String.join(",", formats) + token
        : page.errors().get(0).code();
  }

  @Test
  void everyPageIsRead() throws IOException {
    Map<String, String> summaries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).toList()) {
        OaiPage page = OaiPage.read(Files.readAllBytes(file));
        assertThat(page.responseDate()).as(file.toString()).isNotNull();
        assertThat(page.items()).as(file.toString()).allMatch(item -> item.header() != null);
        summaries.put(file.getFileName().toString().replace(".xml", ""), summary(page));
      }
    }
    Map<String, String> expected = new TreeMap<>();
    for (String error :
        List.of(
            "badArgument_from_too_early",
            "badArgument_granularity",
            "badArgument_set",
            "badArgument_until_too_late",
            "badResumptionToken",
            "badVerb",
            "cannotDisseminateFormat",
            "idDoesNotExist",
            "noRecordsMatch")) {
      expected.put("error_" + error, error.replaceAll("_.*", ""));
    }
    for (String format : List.of("arXiv", "arXivOld", "arXivRaw")) {
      expected.put("get_record_cs_0001024_" + format, "GetRecord 1 " + format);
    }
    expected.put("get_record_cs_0001024_oai_dc", "GetRecord 1 dc");
    expected.put("get_record_withdrawn_1101.6031_arXivRaw", "GetRecord 1 arXivRaw");
    expected.put("identify", "Identify 0 ");
    expected.put("list_metadata_formats", "ListMetadataFormats 0 ");
    expected.put("list_sets", "ListSets 0 ");
    expected.put("list_Identifiers_p1", "ListIdentifiers 150  token");
    expected.put("list_Identifiers_p2", "ListIdentifiers 123  end");
    for (int page = 1; page <= 4; page++) {
      expected.put("list_records_arXivRaw_p" + page, "ListRecords 60 arXivRaw token");
    }
    expected.put("list_records_arXivRaw_p5", "ListRecords 33 arXivRaw end");
    expected.put("list_records_arXiv_physics_p1", "ListRecords 60 arXiv token");
    expected.put("list_records_arXiv_physics_p2", "ListRecords 60 arXiv token");
    expected.put("list_records_arXiv_physics_p3", "ListRecords 31 arXiv end");
    expected.put("list_records_oai_dc_hep-th_p1", "ListRecords 26 dc");
    expected.put("list_records_arXivOld_gr-qc_p1", "ListRecords 14 arXivOld");
    for (int sample : new int[] {0, 1, 2, 4, 6}) {
      expected.put("get_record_arXiv_sample" + sample, "GetRecord 1 arXiv");
    }
    expected.put("list_records_arXiv_physics_hep-th_2017-12-14", "ListRecords 3 arXiv");
    assertThat(summaries).isEqualTo(expected);
  }

  /** The server that made the pages tells in INDEX.tsv which requests gave them. */
  @Test
  void theRecordedListsAreWalkedByTheRecordedRequests() throws IOException {
    try (FakeProvider provider = FakeProvider.start()) {
      for (String line : Files.readAllLines(folder().resolve("current/INDEX.tsv"))) {
        String[] cells = line.split("\t");
        if (cells.length > 1 && cells[1].startsWith("GET ")) {
          byte[] body = Files.readAllBytes(folder().resolve("current").resolve(cells[0]));
          provider.reply(cells[1].substring(4), 200, "text/xml", body);
        }
      }
      SourceSettings settings =
          provider.settings(
              "arxiv", Map.of("base-url", provider.url() + "/oai", "max-attempts", 1L));
      try (PoliteClient client = PoliteClient.open(settings, new Pace(Duration.ZERO))) {
        OaiEndpoint endpoint = new OaiEndpoint(settings, client, settings.baseUrl());
        assertThat(endpoint.identify().earliestDay()).isEqualTo(LocalDate.of(2005, 9, 16));
        Set<String> records = ids(endpoint, OaiQuery.records("arXivRaw"));
        Set<String> headers = ids(endpoint, OaiQuery.identifiers("oai_dc"));

        assertThat(records).hasSize(273).isEqualTo(headers);
        assertThat(provider.targets())
            .contains("/oai?verb=ListRecords&metadataPrefix=arXivRaw&" + INTERVAL)
            .hasSize(1 + 5 + 2);
      }
    }
  }

  private static Set<String> ids(OaiEndpoint endpoint, OaiQuery query) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    OaiList.Walk walk =
        endpoint
            .list(query.between("2005-09-16", "2012-12-31"))
            .walk(
                (asked, at, page) ->
                    page.items().forEach(item -> ids.add(item.header().identifier())));
    assertThat(walk.items()).isEqualTo(ids.size());
    return ids;
  }
}
