package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.ArxivRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.ArxivRecords.arXiv;
import static org.rudolphine.transform.normalize.ArxivRecords.arXivRaw;
import static org.rudolphine.transform.normalize.ArxivRecords.only;
import static org.rudolphine.transform.normalize.ArxivRecords.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.normalize.Revisions.Fate;
import org.rudolphine.transform.normalize.Revisions.Judged;
import org.rudolphine.transform.normalize.Revisions.Revision;

/** One paper as bulk files and harvests see it, one after the other. */
class ArxivFacetsTest {
  private static final String V1 = "Thu, 11 Feb 2016 18:56:00 GMT";
  private static final String V2 = "Thu, 18 Feb 2016 09:00:00 GMT";

  /** The state with as many versions as given, in each format. */
  private static RawRecord bulk(String day, int versions) {
    String list =
        "{\"version\": \"v1\", \"created\": \""
            + V1
            + "\"}"
            + (versions > 1 ? ", {\"version\": \"v2\", \"created\": \"" + V2 + "\"}" : "");
    return snapshot(
        "1602.03837",
        day,
        "\"title\": \"Title %d\", \"authors\": \"A. de los Author\", \"comments\": %s,"
                .formatted(versions, versions > 1 ? "null" : "\"4 pages\"")
            + " \"categories\": \"gr-qc\", \"submitter\": \"A. Author\","
            + " \"authors_parsed\": [[\"Author\", \"A. de los\", \"\"]],"
            + " \"versions\": ["
            + list
            + "]");
  }

  private static RawRecord harvest(String day, int versions) {
    return arXivRaw(
        "1602.03837",
        day,
        "<submitter>A. Author</submitter><version version=\"v1\"><date>"
            + V1
            + "</date><size>12kb</size></version>"
            + (versions > 1
                ? "<version version=\"v2\"><date>"
                    + V2
                    + "</date><size>0kb</size><source_type>I</source_type></version>"
                : "")
            + "<title>Title "
            + versions
            + "</title><authors>A. de los Author</authors>"
            + (versions > 1 ? "" : "<comments>4 pages</comments>")
            + "<categories>gr-qc</categories><msc-class>83C57</msc-class>");
  }

  private static RawRecord listed(String day) {
    return arXiv(
        "1602.03837",
        day,
        "<created>2016-02-18</created><title>Title 2</title><categories>gr-qc</categories><authors>"
            + "<author><keyname>Author</keyname><forenames>A. de los</forenames></author></authors>");
  }

  private static Sighting seen(RawRecord record, int hour) {
    Instant fetched = Sightings.at(hour);
    return new Sighting(
        Sighting.Kind.ROW,
        only(record),
        record.datestamp() == null ? fetched : record.datestamp(),
        fetched,
        "cycle-" + hour,
        "batch-" + (100 + hour),
        1,
        0,
        record.sha256(),
        true);
  }

  private static Revisions fold(RawRecord... inOrderOfFetching) {
    List<Sighting> sightings = new ArrayList<>();
    for (RawRecord record : inOrderOfFetching) {
      sightings.add(seen(record, sightings.size()));
    }
    return Revisions.of(sightings, NORMALIZER::combine);
  }

  private static Map<String, Object> last(Revisions folded) {
    List<Revision> revisions = folded.revisions();
    return revisions.get(revisions.size() - 1).values();
  }

  @Test
  void bulkThenIncrementThenTheSameStateInBulkIsOneStableRow() {
    Revisions folded = fold(bulk("2016-02-12", 1), harvest("2016-02-18", 2), bulk("2016-02-18", 2));

    assertThat(folded.revisions()).hasSize(2);
    assertThat(folded.judged())
        .extracting(Judged::fate)
        .containsExactlyInAnyOrder(Fate.WRITTEN, Fate.WRITTEN, Fate.UNCHANGED);
    assertThat(last(folded))
        .containsEntry("title", "Title 2")
        .containsEntry("msc_class", "83C57")
        .containsEntry("withdrawn_basis", "source_type")
        .containsEntry("version_count", 2)
        .doesNotContainKey("comments");
    assertThat(last(folded).get("authors_parsed").toString())
        .as("the bulk file's own list holds for the same line")
        .contains("keyname=Author,");
  }

  @Test
  void theSameStateInAnyOtherFormatMakesNoRevision() {
    assertThat(
            fold(harvest("2016-02-18", 2), listed("2016-02-18"), harvest("2016-02-18", 2))
                .revisions())
        .hasSize(1);
    assertThat(
            fold(bulk("2016-02-12", 1), harvest("2016-02-12", 1), bulk("2016-02-12", 1))
                .revisions())
        .as("the second adds sizes and the class")
        .hasSize(2);
  }

  @Test
  void anOlderSnapshotImportedLaterNeverWins() {
    Revisions dated = fold(harvest("2016-02-18", 2), bulk("2016-02-12", 1));
    assertThat(last(dated)).containsEntry("title", "Title 2").doesNotContainKey("comments");
    Revisions twice = fold(bulk("2016-02-18", 2), bulk("2016-02-12", 1));
    assertThat(twice.revisions().get(twice.revisions().size() - 1).values())
        .containsEntry("title", "Title 2");
    assertThat(twice.judged()).hasSize(2);
    Revisions undated = fold(harvest("2016-02-18", 2), bulk(null, 1));
    assertThat(undated.revisions()).hasSize(1);
    assertThat(last(undated)).containsEntry("title", "Title 2");
    assertThat(last(fold(bulk("2016-02-18", 2), bulk(null, 1)))).containsEntry("title", "Title 2");
  }

  @Test
  void otherFormatsFillWhatTheNewestCannotCarry() {
    Map<String, Object> newestInBulk = last(fold(harvest("2016-02-12", 1), bulk("2016-02-18", 2)));
    assertThat(newestInBulk)
        .containsEntry("msc_class", "83C57")
        .containsEntry("title", "Title 2")
        .containsEntry("withdrawn", false);
    assertThat(newestInBulk.get("versions").toString())
        .as("the size of version 1 is known, that of version 2 is not")
        .containsOnlyOnce("size_bytes=12000");

    Map<String, Object> newestInArXiv =
        last(fold(harvest("2016-02-12", 1), bulk("2016-02-12", 1), listed("2016-02-19")));
    assertThat(newestInArXiv)
        .containsEntry("submitter", "A. Author")
        .containsEntry("submitted_at", Instant.parse("2016-02-11T18:56:00Z"))
        .containsEntry("title", "Title 2")
        .doesNotContainKey("comments");
    assertThat(newestInArXiv)
        .as("the format carries the class: without it there is none any more")
        .doesNotContainKey("msc_class");
  }

  @Property(tries = 100)
  void theNewestStateStandsWhateverTheOrderOfFetching(@ForAll long seed) {
    List<RawRecord> records =
        new ArrayList<>(
            List.of(
                bulk("2016-02-12", 1),
                harvest("2016-02-12", 1),
                bulk(null, 1),
                listed("2016-02-18"),
                bulk("2016-02-18", 2),
                harvest("2016-02-18", 2)));
    Collections.shuffle(records, new Random(seed));
    assertThat(last(fold(records.toArray(RawRecord[]::new))))
        .containsEntry("title", "Title 2")
        .containsEntry("withdrawn", true)
        .containsEntry("msc_class", "83C57")
        .doesNotContainKey("comments");
  }
}
