package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.harvest.LaneHarvest;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.protocol.oai.FakeRepository;
import org.rudolphine.ingest.source.PlanRequest.Mode;

/** Whole harvests of a repository on loopback into a lake on disk. */
class ArxivSourceTest {
  @TempDir Path folder;
  private final FakeProvider provider = FakeProvider.start();
  private final FakeRepository repository =
      new FakeRepository(provider, 2, "2011-03-20T04:00:00Z").earliest("2011-01-15");
  private final Map<String, Serializable> own = new HashMap<>();

  @AfterEach
  void stop() {
    provider.close();
  }

  private SourceSettings settings() {
    Map<String, Serializable> values = new HashMap<>();
    values.put("source-class", ArxivSource.class.getName());
    values.put("base-url", repository.url());
    values.put("metadata-prefix", "arXivRaw");
    values.put("set", "");
    values.put("max-attempts", 2L);
    values.putAll(own);
    return provider.settings("arxiv", values);
  }

  private Lake lake() {
    return Lake.at(folder);
  }

  private SourceHarvest harvest(String run, Mode mode) {
    repository.forgetAsked();
    List<SourceJob> jobs = List.of(new SourceJob(settings()));
    return new LaneHarvest(lake(), "arxiv", jobs, run, mode, null, null).run().get(0);
  }

  private List<String> harvested(String run) {
    SourceHarvest result = harvest(run, Mode.INCREMENTAL);
    assertThat(result.failures()).isEmpty();
    return repository.asked();
  }

  /** Newest datestamp of every paper in the lake, with how often it came. */
  private Map<String, String> landed() throws IOException {
    Map<String, String> newest = new TreeMap<>();
    Map<String, Integer> times = new TreeMap<>();
    for (Map<String, Object> row : rows()) {
      String id = row.get("native_id").toString().replace("oai:arXiv.org:", "");
      newest.merge(id, row.get("datestamp").toString().substring(0, 10), ArxivSourceTest::later);
      times.merge(id, 1, Integer::sum);
    }
    newest.replaceAll((id, day) -> day + " x" + times.get(id));
    return newest;
  }

  private static String later(String one, String other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private List<Map<String, Object>> rows() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (BatchManifest batch : lake().batches("arxiv")) {
      ParquetRows.read(
              lake().batchFolder("arxiv", batch.batch()).parquet(batch.files().get(0).path()))
          .forEach(rows::add);
    }
    return rows;
  }

  private void fiveJanuaryPapers() {
    for (int i = 1; i <= 5; i++) {
      repository.add("1101.000" + i, "2011-01-" + (15 + i));
    }
  }

  @Test
  void aFirstHarvestThenANight() throws IOException {
    fiveJanuaryPapers();
    repository.delete("1101.0009", "2011-03-01");

    assertThat(harvested("r1"))
        .containsExactly(
            "verb=Identify",
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-01-15&until=2011-02-14",
            "verb=ListRecords&resumptionToken=verb%3DListRecords%26metadataPrefix%3DarXivRaw"
                + "%26from%3D2011-01-17%26until%3D2011-02-14%26skip%3D1",
            "verb=ListRecords&resumptionToken=verb%3DListRecords%26metadataPrefix%3DarXivRaw"
                + "%26from%3D2011-01-19%26until%3D2011-02-14%26skip%3D1",
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-02-15&until=2011-03-14",
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-15&until=2011-03-20",
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-19");
    assertThat(provider.mostAtOnce()).isEqualTo(1);
    assertThat(landed()).hasSize(6).allSatisfy((id, seen) -> assertThat(seen).endsWith(" x1"));
    assertThat(rows()).allMatch(row -> row.get("kind").equals("oai-arXivRaw"));
    assertThat(rows())
        .filteredOn(row -> row.get("deleted").equals(true))
        .extracting(row -> row.get("native_id"))
        .containsExactly("oai:arXiv.org:1101.0009");
    BatchManifest identify = lake().batches("arxiv").get(0);
    assertThat(identify.state())
        .containsEntry("oai.deleted-record", "persistent")
        .containsEntry("oai.granularity", "YYYY-MM-DD");

    repository.now("2011-03-21T04:00:00Z");
    repository.add("1101.0003", "2011-03-20").add("1103.0001", "2011-03-21");
    assertThat(harvested("r2"))
        .containsExactly(
            "verb=Identify", "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-19");
    assertThat(landed())
        .containsEntry("1101.0003", "2011-03-20 x2")
        .containsEntry("1103.0001", "2011-03-21 x1")
        .hasSize(7);

    repository.now("2011-03-22T04:00:00Z");
    assertThat(harvested("r3"))
        .endsWith("verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-20");
  }

  @Test
  void theWatermarkIsTheProvidersClockAtTheFirstAnswer() throws IOException {
    fiveJanuaryPapers();
    harvested("r1");
    repository.now("2011-03-25T23:59:00Z");
    for (int i = 1; i <= 4; i++) {
      repository.add("1103.000" + i, "2011-03-24");
    }
    repository.failAfter(
        2,
        (exchange, shutdown) -> {
          repository.now("2011-03-27T00:01:00Z");
          repository.answer(exchange, shutdown);
        });

    harvested("r2");
    repository.add("1103.0009", "2011-03-26");

    assertThat(harvested("r3"))
        .contains("verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-24");
    assertThat(landed()).containsKey("1103.0009");
  }

  @Test
  void anInterruptedUnitGoesOnAtItsLastCompletePage() throws IOException {
    own.put("window", "P1Y");
    fiveJanuaryPapers();
    // The list's third page never comes, in either attempt.
    repository.failAfter(3, Step.hangUp()).failAfter(0, Step.hangUp());
    SourceHarvest first = harvest("r1", Mode.INCREMENTAL);
    assertThat(first.failures()).hasSize(1);
    assertThat(landed()).isEmpty();

    assertThat(harvested("r2"))
        .containsSubsequence(
            "verb=Identify",
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2011-01-19&until=2011-03-18");
    assertThat(landed())
        .hasSize(5)
        .containsEntry("1101.0001", "2011-01-16 x1")
        .containsEntry("1101.0004", "2011-01-19 x2");
  }

  @Test
  void aListThatFailsMovesNoWatermark() throws IOException {
    fiveJanuaryPapers();
    harvested("r1");
    repository.now("2011-03-25T04:00:00Z");
    repository.failAfter(1, FakeRepository.xml(repository.error("badArgument", "Reason: none")));
    SourceHarvest failed = harvest("r2", Mode.INCREMENTAL);
    assertThat(failed.failures())
        .singleElement()
        .asString()
        .contains("badArgument")
        .contains("Reason: none");

    assertThat(harvested("r3"))
        .contains("verb=ListRecords&metadataPrefix=arXivRaw&from=2011-03-19");
  }

  @Test
  void recordsThatMoveDuringAHarvestAreHereAfterTheNextNight() throws IOException {
    own.put("window", "P1Y");
    fiveJanuaryPapers();
    // After the first page, one of its papers is changed: what follows moves up by one.
    repository.failAfter(
        2,
        (exchange, shutdown) -> {
          repository.add("1101.0001", "2011-03-20");
          repository.answer(exchange, shutdown);
        });
    harvested("r1");
    repository.now("2011-03-21T04:00:00Z");
    harvested("r2");

    assertThat(landed()).hasSize(5).containsEntry("1101.0001", "2011-03-20 x4");
  }

  @Test
  void aRefusingProviderIsLeftAlone() {
    fiveJanuaryPapers();
    repository.failAfter(1, Step.status(403));

    SourceHarvest result = harvest("r1", Mode.INCREMENTAL);

    assertThat(repository.asked()).hasSize(2);
    assertThat(result.failures()).hasSize(2);
    assertThat(result.failures().get(1)).startsWith("the provider answered 403");
  }

  @Test
  void aBrokenProviderIsNotAskedForEveryWindow() {
    own.put("window", "P1D");
    provider.script(
        "/oai",
        (exchange, shutdown) -> {
          String query = exchange.getRequestURI().getQuery();
          Step step = query.equals("verb=Identify") ? repository : Step.status(500);
          step.answer(exchange, shutdown);
        });

    SourceHarvest result = harvest("r1", Mode.INCREMENTAL);

    assertThat(result.failures()).hasSize(6);
    assertThat(result.failures().get(5)).startsWith("5 units failed in a row");
  }

  @Test
  void theOldAddressRedirectsWithItsQuery() throws IOException {
    fiveJanuaryPapers();
    provider.script(
        "/oai2",
        (exchange, shutdown) ->
            Step.redirect(301, "/oai?" + exchange.getRequestURI().getRawQuery())
                .answer(exchange, shutdown));
    own.put("base-url", provider.url() + "/oai2/");

    harvested("r1");

    assertThat(landed()).hasSize(5);
  }

  @Test
  void aSetAndTheOtherFormat() throws IOException {
    own.put("set", "cs:cs:LG");
    own.put("metadata-prefix", "arXiv");
    own.put("window", "P1Y");
    fiveJanuaryPapers();
    repository.add("1102.0001", "2011-02-01", "cs:cs:LG");

    assertThat(harvested("r1"))
        .contains(
            "verb=ListRecords&metadataPrefix=arXiv&from=2011-01-15&until=2011-03-20"
                + "&set=cs:cs:LG");
    assertThat(rows())
        .singleElement()
        .satisfies(row -> assertThat(row.get("kind")).isEqualTo("oai-arXiv"));
  }

  @Test
  void aRecordThatNamesNothingIsLandedAllTheSame() throws IOException {
    own.put("window", "P1Y");
    String page =
        "<?xml version='1.0' encoding='ISO-8859-1'?><OAI-PMH><responseDate>2011-03-20T04:00:00Z"
            + "</responseDate><ListRecords><record><header><identifier>a</identifier></header>"
            + "</record><record><x/></record></ListRecords></OAI-PMH>";
    repository.failAfter(1, FakeRepository.xml(page));

    harvested("r1");

    assertThat(rows())
        .extracting(row -> row.get("native_id"))
        .containsExactly("a", "unreadable:1/1");
    assertThat(rows())
        .extracting(row -> row.get("media_type"))
        .containsOnly("text/xml; charset=ISO-8859-1");
    assertThat((byte[]) rows().get(1).get("payload"))
        .isEqualTo("<record><x/></record>".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oai_dc", "arXivOld", "", "arxivraw"})
  void otherFormatsAreRefused(String prefix) {
    own.put("metadata-prefix", prefix);

    assertThatThrownBy(() -> new ArxivSource(settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sources.arxiv.metadata-prefix")
        .hasMessageContaining("'" + prefix + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"physics:", "cs.LG", "a:b:c:d", "hep th", ":", "physics::hep-th"})
  void malformedSetsAreRefused(String set) {
    own.put("set", set);

    assertThatThrownBy(() -> new ArxivSource(settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sources.arxiv.set")
        .hasMessageContaining("'" + set + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"physics", "physics:hep-th", "physics:cond-mat:mes-hall", "q-bio:q-bio:NC", ""})
  void setsOfOneToThreeLevelsAreAccepted(String set) {
    own.put("set", set);

    assertThat(new ArxivSource(settings())).isNotNull();
  }

  @Test
  void theLaneKeepsItsPace() throws IOException {
    own.put("min-interval", "PT0.05S");
    own.put("window", "P1Y");
    fiveJanuaryPapers();

    harvested("r1");

    for (int i = 1; i < provider.requests().size(); i++) {
      long pause = provider.requests().get(i).nanos() - provider.requests().get(i - 1).nanos();
      assertThat(Duration.ofNanos(pause)).isGreaterThan(Duration.ofMillis(35));
    }
    assertThat(provider.requests()).hasSize(5);
  }
}
