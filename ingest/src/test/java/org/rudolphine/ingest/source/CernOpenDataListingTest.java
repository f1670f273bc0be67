package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.raw.PageRecord;

class CernOpenDataListingTest {
  private static final int WINDOW = 40;
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00.5Z");

  private final CernOpenDataPortal portal = new CernOpenDataPortal(WINDOW);
  private final CernOpenDataRun run = new CernOpenDataRun(portal, WINDOW);

  @AfterEach
  void close() {
    portal.close();
  }

  private static ObjectNode cms(int year, String energy, String... formats) {
    ObjectNode record = CernOpenDataPortal.record("Dataset", "Simulated");
    record.putArray("experiment").add("CMS");
    record.putArray("date_created").add(Integer.toString(year));
    record.putObject("collision_information").put("energy", energy);
    var list = record.putObject("distribution").putArray("formats");
    List.of(formats).forEach(list::add);
    return record;
  }

  private static List<String> recids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  private void assertWhole(CernOpenDataRun.Night night, List<String> recids) {
    assertThat(night.failures()).isEmpty();
    assertThat(night.ids("listing")).containsExactlyInAnyOrderElementsOf(recids);
    assertThat(night.units().get("listing").listing()).isEqualTo("records");
    assertNoRefusedQuestion();
  }

  /** The portal's own words for a question that must not be asked: 400, page with from, subtype. */
  private void assertNoRefusedQuestion() {
    for (String target : portal.provider.targets()) {
      Map<String, List<String>> query = CernOpenDataPortal.query(target.split("\\?", 2)[1]);
      assertThat(query).doesNotContainKeys("from", "subtype", "subcategory");
      int size = Integer.parseInt(query.get("size").get(0));
      assertThat(Integer.parseInt(query.get("page").get(0)) * size).isLessThanOrEqualTo(WINDOW);
      assertThat(query.get("skip_files")).isNotEmpty();
      assertThat(query.get("ondemand")).containsExactly("true");
    }
  }

  @Test
  void aTypeBelowTheWindowIsReadInPages() throws IOException {
    IntStream.rangeClosed(1, 35).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    ObjectNode hidden = cms(2012, "8TeV", "aod");
    ((ObjectNode) hidden.get("distribution")).put("availability", "ondemand");
    portal.put(36, DAY, hidden);
    portal.put(99, DAY, CernOpenDataPortal.record("Supplementaries", "Trigger"));

    assertWhole(run.night(), recids(1, 36));
    assertThat(portal.provider.targets()).as("the total, then four pages").hasSize(5);
    PageRecord first = run.night().records().isEmpty() ? null : run.night().records().get(0);
    assertThat(first).as("nothing lands when nothing changed").isNull();
  }

  @Test
  void aHitLandsByteForByteWithItsStamp() throws IOException {
    portal.put(7, DAY, cms(2012, "8TeV", "aod"));

    PageRecord hit = run.night().records("listing").get(0);

    assertThat(hit.datestamp()).isEqualTo(DAY);
    assertThat(new String(hit.payload(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(portal.items().get("7").envelope(false).toString());
  }

  /** As with the simulations of 2016: one experiment, year and energy holds nearly everything. */
  @Test
  void aboveTheWindowItIsCutByFacetsAndByNumbers() throws IOException {
    for (int i = 1; i <= 60; i++) {
      portal.put(
          32000 + i, DAY, cms(2016, "13TeV", i % 2 == 0 ? "miniaodsim" : "nanoaodsim", "root"));
    }
    for (int i = 61; i <= 105; i++) {
      portal.put(32000 + i, DAY, cms(2016, "13TeV", "nanoaodsim", "root"));
    }
    IntStream.rangeClosed(1, 50).forEach(i -> portal.put(i, DAY, cms(2010 + i % 3, "7TeV", "aod")));

    List<String> all = new ArrayList<>(recids(1, 50));
    all.addAll(recids(32001, 32105));
    assertWhole(run.night(), all);
    assertThat(portal.provider.targets())
        .anyMatch(target -> target.contains("year=2010--2010"))
        .anyMatch(target -> target.contains("q=recid%3A32"));
  }

  @Test
  void recordsWithoutAnyFacetValueAreFound() throws IOException {
    for (int i = 1; i <= 90; i++) {
      boolean bare = i % 17 == 0;
      portal.put(
          i,
          DAY,
          bare ? CernOpenDataPortal.record("Dataset") : cms(2012 + i % 4, "7TeV", "f" + i % 5));
    }

    assertWhole(run.night(), recids(1, 90));
  }

  @Test
  void nestedTypesOverlapAndAreCountedOnce() throws IOException {
    for (int i = 1; i <= 70; i++) {
      String[] secondary =
          i % 3 == 0 ? new String[] {"Derived", "Simulated"} : new String[] {"Derived"};
      portal.put(
          i,
          DAY,
          CernOpenDataPortal.record(
              "Dataset", i % 2 == 0 ? secondary : new String[] {"Collision"}));
    }

    assertWhole(run.night(), recids(1, 70));
    assertThat(portal.provider.targets()).anyMatch(t -> t.contains("type=Dataset%3A%3ACollision"));
  }

  @Test
  void aTotalOfJustTheWindowMeansAtLeastThatMany() throws IOException {
    portal.countsToTheWindowOnly = true;
    IntStream.rangeClosed(1, 90).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));

    assertWhole(run.night(), recids(1, 90));
  }

  @Test
  void pageSizesThatDoNotDivideTheWindowNeverReachBeyondIt() throws IOException {
    run.overrides.put("page-size", 15L);
    IntStream.rangeClosed(1, 38).forEach(i -> portal.put(i, DAY, cms(2010 + i % 2, "8TeV", "aod")));

    assertWhole(run.night(), recids(1, 38));
  }

  @Test
  void documentsWithoutRecidAndAuthorListsDoNotLand() throws IOException {
    run.overrides.put("types", new ArrayList<>(List.of("Documentation")));
    portal.put(1, DAY, CernOpenDataPortal.record("Documentation", "Policy"));
    portal.put(2, DAY, CernOpenDataPortal.record("Documentation", "Authors"));
    portal.putDocument("about-cms", CernOpenDataPortal.record("Documentation", "About"));

    assertWhole(run.night(), List.of("1"));
  }

  @Test
  void whatHasNotChangedSinceLandsAsSeen() throws IOException {
    IntStream.rangeClosed(1, 12).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    run.night();
    // Older than the newest stamp of the last listing, as after a late search index.
    portal.put(3, DAY.minus(Duration.ofDays(9)), cms(2012, "8TeV", "aod"));
    portal.put(13, DAY.minus(Duration.ofDays(9)), cms(2012, "8TeV", "aod"));
    portal.remove(5);
    run.now = run.now.plus(Duration.ofDays(30));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.ids("listing")).containsExactlyInAnyOrder("3", "13");
    assertThat(night.ids("seen"))
        .containsExactlyInAnyOrder("1", "2", "4", "6", "7", "8", "9", "10", "11", "12");
    PageRecord seen = night.records("seen").get(0);
    assertThat(new String(seen.payload(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"id\":\"%s\",\"updated\":\"2026-10-01T00:00:00.500+00:00\"}"
                .formatted(seen.nativeId()));
    assertThat(seen.datestamp()).isEqualTo(DAY);
    assertThat(night.units().get("listing").listing()).isEqualTo("records");
  }

  @Test
  void whatVanishedAndComesBackLandsInFull() throws IOException {
    portal.put(1, DAY, cms(2012, "8TeV", "aod"));
    portal.put(2, DAY, cms(2012, "8TeV", "aod"));
    run.night();
    portal.remove(2);
    run.now = run.now.plus(Duration.ofDays(30));
    run.night();
    portal.put(2, DAY, cms(2012, "8TeV", "aod"));
    run.now = run.now.plus(Duration.ofDays(30));

    assertThat(run.night().ids("listing")).containsExactly("2");
  }

  @Test
  void otherTypesNeedAListingAtOnce() throws IOException {
    portal.put(1, DAY, cms(2012, "8TeV", "aod"));
    portal.put(2, DAY, CernOpenDataPortal.record("Software", "Analysis"));
    run.night();
    run.overrides.put("types", new ArrayList<>(List.of("Dataset", "Software")));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.ids("listing")).containsExactly("2");
    assertThat(night.ids("seen")).containsExactly("1");
  }

  // ---- what must fail loudly
  // ---------------------------------------------------------------------

  private void assertFails(String... words) throws IOException {
    CernOpenDataRun.Night night = run.night();
    assertThat(night.units()).isEmpty();
    assertThat(night.failures()).singleElement().asString().contains(words);
  }

  @Test
  void aTotalAboveTheTruthFailsWithTheNumbers() throws IOException {
    IntStream.rangeClosed(1, 25).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    portal.liar = (query, total) -> total + 2;

    assertFails("listing", "page 3 holds 5 hits instead of 7");
  }

  @Test
  void aTotalBelowTheTruthFailsEvenAtAFullPage() throws IOException {
    IntStream.rangeClosed(1, 25).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    portal.liar = (query, total) -> total - 5;

    assertFails("5 hits lie behind the last page of 20");
  }

  @Test
  void hitsThatAreNotCountedFail() throws IOException {
    portal.put(1, DAY, cms(2012, "8TeV", "aod"));
    portal.liar = (query, total) -> 0;

    assertFails("there are hits, but the total is 0");
  }

  @Test
  void aTotalOfTheWholeThatNoSlicesReachFails() throws IOException {
    IntStream.rangeClosed(1, 60).forEach(i -> portal.put(i, DAY, cms(2010 + i % 5, "8TeV", "aod")));
    portal.liar = (query, total) -> total == 60 ? 61 : total;

    assertFails("type=Dataset: the slices do not add up: 60 different hits of 61");
  }

  @Test
  void pagesShorterThanAskedForFail() throws IOException {
    IntStream.rangeClosed(1, 25).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    portal.shortPages = true;

    assertFails("page 1 holds 9 hits instead of 10", "page-size");
  }

  @Test
  void noHitsAtAllFail() throws IOException {
    portal.put(1, DAY, CernOpenDataPortal.record("Software", "Tool"));

    assertFails("no record of any of sources.cernopendata.types");
  }

  @Test
  void aTypeThatIsEmptyAllAtOnceFails() throws IOException {
    run.overrides.put("types", new ArrayList<>(List.of("Dataset", "Software", "Environment")));
    portal.put(1, DAY, cms(2012, "8TeV", "aod"));
    portal.put(2, DAY, CernOpenDataPortal.record("Software", "Tool"));
    assertThat(run.night().failures()).as("never had an Environment").isEmpty();
    portal.remove(2);
    run.now = run.now.plus(Duration.ofDays(30));

    assertFails("no record of Software, but had");
  }

  @Test
  void aPortalThatDoesNotFilterFails() throws IOException {
    portal.put(1, DAY, CernOpenDataPortal.record("Software", "Tool"));
    portal.ignore("type");

    assertFails("does not keep to type=Dataset", "Software");
  }

  @Test
  void aFacetThatIsIgnoredIsPassedBy() throws IOException {
    portal.ignore("year");
    IntStream.rangeClosed(1, 60).forEach(i -> portal.put(i, DAY, cms(2010 + i % 5, "8TeV", "aod")));

    assertWhole(run.night(), recids(1, 60));
  }

  @Test
  void aCatalogueThatChangesWhileItIsReadIsReadAgain() throws IOException {
    IntStream.rangeClosed(1, 35).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    AtomicInteger asked = new AtomicInteger();
    portal.beforeSearch =
        () -> {
          if (asked.incrementAndGet() == 3) {
            portal.put(500, DAY, cms(2012, "8TeV", "aod"));
          }
        };

    List<String> all = new ArrayList<>(recids(1, 35));
    all.add("500");
    assertWhole(run.night(), all);
  }

  @Test
  void aCatalogueThatNeverStandsStillFails() throws IOException {
    IntStream.rangeClosed(1, 21).forEach(i -> portal.put(i, DAY, cms(2012, "8TeV", "aod")));
    AtomicInteger next = new AtomicInteger(100);
    portal.beforeSearch = () -> portal.put(next.incrementAndGet(), DAY, cms(2012, "8TeV", "aod"));

    assertFails("the total was", "tried 3 times");
  }

  @Test
  void aPageThatIsNoSearchResultFails() throws IOException {
    portal.provider.script(
        "/api/records/", Step.reply(200, "application/json", "{\"hits\": {\"total\": \"many\"}}"));

    assertFails("Not a page of records", "many");
  }
}
