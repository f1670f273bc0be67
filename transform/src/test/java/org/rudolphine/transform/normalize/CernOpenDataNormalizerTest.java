package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rudolphine.transform.normalize.CernRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.CernRecords.combined;
import static org.rudolphine.transform.normalize.CernRecords.dataset;
import static org.rudolphine.transform.normalize.CernRecords.facet;
import static org.rudolphine.transform.normalize.CernRecords.fixture;
import static org.rudolphine.transform.normalize.CernRecords.metadata;
import static org.rudolphine.transform.normalize.CernRecords.outcome;
import static org.rudolphine.transform.normalize.CernRecords.rows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of raw records, and the quirks that section 9 of the source contract lists. */
class CernOpenDataNormalizerTest {

  private static String envelope(String metadata) {
    return """
        {"id": 1, "created": "2024-12-02T21:55:36.154634+00:00",
         "updated": "2025-06-06T08:39:27.820913+00:00", "links": {}, "metadata": %s}"""
        .formatted(metadata);
  }

  // ---- kinds
  // --------------------------------------------------------------------------------------

  @Test
  void listingSaysNothingOfFiles() {
    Outcome outcome = outcome("listing", "1", envelope(dataset("\"Collision\"", "\"files\": []")));

    assertThat(outcome.rows()).hasSize(1);
    assertThat(facet(outcome, "metadata").values())
        .contains(
            entry("record_shape", "listing"),
            entry("portal_updated_at", Instant.parse("2025-06-06T08:39:27.820913Z")))
        .doesNotContainKey("files_sha256");
  }

  @Test
  void recordHasMetadataAndFilesAsFacets() {
    Outcome outcome =
        outcome(
            "record",
            "1",
            envelope(
                dataset(
                    "\"Collision\"",
                    "\"files\": [{\"uri\": \"root://x//eos/opendata/a.root\", \"size\": 3}]")));

    assertThat(facet(outcome, "files").values()).containsKey("files_sha256");
    assertThat(facet(outcome, "metadata").values()).containsEntry("record_shape", "api");
    assertThat(rows(outcome, "hep_files")).hasSize(1);
  }

  @Test
  void recordWithoutAnyFileIsKnownToHaveNone() {
    Outcome none = outcome("record", "1", envelope(dataset("\"Collision\"", "\"files\": []")));
    Outcome silent = outcome("record", "1", envelope(dataset("\"Collision\"", "")));

    assertThat(facet(none, "files").values()).containsKey("files_sha256");
    assertThat(rows(silent, "hep_datasets")).hasSize(1);
  }

  @Test
  void skeletonIsReadFromItsName() {
    Outcome outcome =
        outcome(
            "skeleton",
            "32000",
            """
            {"recid": 32000, "doi": "10.7483/opendata.cms.26ah.46rl",
             "title": "/Mono_13TeV-pythia8/RunIISummer20UL16NanoAODv9-106X_v17-v2/NANOAODSIM"}""");

    NormalizedRow row = facet(outcome, "skeleton");
    assertThat(row.values())
        .contains(
            entry("doi", "10.7483/OPENDATA.CMS.26AH.46RL"),
            entry("experiment", "CMS"),
            entry("side", "simulation"),
            entry("side_rule", "name"),
            entry("data_tier", "NANOAODSIM"),
            entry("campaign", "RunIISummer20UL16NanoAODv9-106X_v17"))
        .doesNotContainKeys("energy_gev_low", "years", "metadata_sha256");
    assertThat(row.issues()).extracting(Issue::field).containsExactly("side", "experiment");
    assertThat(row.precedence())
        .as("anything that says more wins")
        .isLessThan(facet(fixture("\"Collision\"", ""), "metadata").precedence());
  }

  @Test
  void skeletonOfAnotherTierHasNoSide() {
    Outcome outcome = outcome("skeleton", "7", "{\"recid\": 7, \"title\": \"/A/Run2016G-v1/RAW\"}");

    assertThat(facet(outcome, "skeleton").values()).containsEntry("side", "unknown");
  }

  @Test
  void fileIndexGivesFilesOfItsRecord() {
    Outcome outcome =
        outcome(
            "file-index",
            "24119#CMS_file_index.json",
            """
            {"key": "CMS_file_index.json", "number_files": 1, "size": 5,
             "files": [{"uri": "root://x//eos/opendata/cms/MonteCarlo2011/AODSIM/1.root",
                        "size": 5, "checksum": "adler32:1"}]}""");

    assertThat(outcome.rows()).extracting(NormalizedRow::table).containsOnly("hep_files");
    assertThat(outcome.rows())
        .extracting(row -> row.values().get("record_id"), row -> row.values().get("kind"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("24119", "index"),
            org.assertj.core.groups.Tuple.tuple("24119", "data"));
    assertThat(outcome.rows().get(1).values())
        .contains(entry("index_key", "CMS_file_index.json"), entry("side", "simulation"));
  }

  @ParameterizedTest
  @CsvSource({"12353, 12353", "12353#a_file_index.json, 12353", "1#a#b, 1"})
  void filesBelongToTheFamilyOfTheirRecord(String nativeId, String family) {
    assertThat(NORMALIZER.familyOf(nativeId)).isEqualTo(family);
  }

  @Test
  void recordsThatWereOnlySeenAreSkipped() {
    assertThat(outcome("seen", "1", "{\"id\": \"1\"}").skipReason()).contains("unchanged");
    assertThat(outcome("oai", "1", "{}").skipReason()).contains("oai");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "12", "{\"recid\": ", "null", "<html>"})
  void payloadThatIsNoObjectIsRejected(String payload) {
    assertThat(outcome("fixture", "1", payload).rejectField()).isEqualTo("record");
  }

  @Test
  void recordsWithoutIdentityOrTypeAreRejected() {
    assertThat(outcome("listing", "about-cms", dataset("", "")).rejectField()).isEqualTo("recid");
    assertThat(outcome("skeleton", "x", "{}").rejectField()).isEqualTo("recid");
    assertThat(outcome("file-index", "x#k", "{}").rejectField()).isEqualTo("recid");
    assertThat(outcome("file-index", "1", "{}").rejectField()).isEqualTo("key");
    assertThat(outcome("record", "1", "{\"recid\": \"1\"}").rejectField())
        .isEqualTo("type.primary");
  }

  @Test
  void otherRecordsGiveTheirStatementsOnly() {
    String hub =
        """
        {"recid": "12350", "title": "An analysis",
         "type": {"primary": "Software", "secondary": ["Analysis"]},
         "use_with": {"links": [{"recid": 12351}]}, "files": [{"uri": "root://x//a.zip"}]}""";
    String authors = hub.replace("Software", "Documentation").replace("Analysis", "Authors");
    String lone = hub.replace("use_with", "nothing");
    String article = "{\"type\": {\"primary\": \"News\"}, \"title\": \"New data\"}";

    assertThat(outcome("fixture", "12350", hub).rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.values())
                    .contains(
                        entry("target", "recid:12351"),
                        entry("record_type", "Software"),
                        entry("record_secondary_types", List.of("Analysis")),
                        entry("record_title", "An analysis")));
    assertThat(outcome("fixture", "12350", authors).skipReason()).contains("authors");
    assertThat(outcome("fixture", "12350", lone).skipReason()).contains("Software");
    assertThat(outcome("listing", "news-1", article).skipReason()).contains("News");
  }

  @Test
  void recordThatCallsItselfOtherwiseKeepsTheIdItWasAskedBy() {
    NormalizedRow row = facet(outcome("fixture", "2", dataset("\"Collision\"", "")), "metadata");

    assertThat(row.key()).isEqualTo("2");
    assertThat(row.issues()).extracting(Issue::field).containsExactly("record_id");
  }

  // ---- quirks of the generations
  // ------------------------------------------------------------------

  @Test
  void textsOfOldAndListsOfNewGenerations() {
    Map<String, Object> in2018 =
        metadata(
            """
            "experiment": "CMS", "date_created": "2012", "run_period": "2012A-2012D",
            "license": {"attribution": "CC0"}, "generator": {"global_tag": "", "names": []}""");
    Map<String, Object> in2026 =
        metadata(
            """
            "experiment": ["CMS", "TOTEM"], "date_created": ["2012", "2011"],
            "run_period": ["Run2012B"], "license": {"attribution": "CC0-1.0"}""");

    assertThat(in2018)
        .contains(
            entry("experiment", "CMS"),
            entry("experiments", List.of("CMS")),
            entry("years", List.of(2012)),
            entry("run_periods", List.of("2012A-2012D")),
            entry("record_licence", "CC0-1.0"),
            entry("record_licence_given", "CC0"))
        .doesNotContainKey("generators");
    assertThat(in2026)
        .contains(
            entry("experiment", "CMS"),
            entry("experiments", List.of("CMS", "TOTEM")),
            entry("years", List.of(2011, 2012)),
            entry("run_periods", List.of("Run2012B")),
            entry("record_licence_given", "CC0-1.0"));
    assertThat(metadata("")).doesNotContainKeys("years", "run_periods", "experiments");
  }

  @Test
  void categoriesStepsAndNotesWithHoles() {
    assertThat(
            metadata(
                """
                "categories": {"source": "CMS Collaboration"}, "note": "See the guide",
                "methodology": {"steps": [
                  {"generators": ["Powheg V2", "PYTHIA6"], "note": "a text"},
                  {"type": "", "generators": ["powheg15"]}]}"""))
        .contains(
            entry("category_source", "CMS Collaboration"),
            entry("generators", List.of("powheg", "pythia6")),
            entry("generators_given", List.of("Powheg V2", "PYTHIA6", "powheg15")))
        .doesNotContainKey("category_primary");
  }

  @Test
  void titleKeepsLatexAndLosesHtml() {
    assertThat(metadata("\"title\": \"<b>[$B^{\\\\pm} \\\\to K$]CC</b> &amp; more\""))
        .containsEntry("title", "[$B^{\\pm} \\to K$]CC & more");
  }

  @Test
  void numbersAsTextAndBeyondThirtyTwoBits() {
    assertThat(
            metadata(
                """
                "distribution": {"size": 9247252629, "number_events": "30458871",
                  "number_files": 3.0}, "run_numbers": ["165", "166", "165"]"""))
        .contains(
            entry("size_bytes", 9247252629L),
            entry("number_events", 30458871L),
            entry("number_files", 3L),
            entry("run_numbers_count", 2));
    assertThat(metadata("\"distribution\": {\"size\": 12345678901234}"))
        .containsEntry("size_bytes", 12345678901234L);
    NormalizedRow bad =
        facet(fixture("\"Collision\"", "\"distribution\": {\"size\": \"big\"}"), "metadata");
    assertThat(bad.issues()).extracting(Issue::field).containsExactly("size_bytes");
  }

  @Test
  void crossSectionWithItsErrorUnlessItIsUnknown() {
    String members = "\"cross_section\": {\"total_value\": \"%s\", \"total_value_error\": \"%s\"}";

    assertThat(metadata(members.formatted("23095400400", "-1")))
        .containsEntry("cross_section_pb", 23095400400.0)
        .doesNotContainKeys("cross_section_pb_lower", "cross_section_pb_upper");
    assertThat(metadata(members.formatted("6.5", "0.5")))
        .contains(entry("cross_section_pb_lower", 6.0), entry("cross_section_pb_upper", 7.0));
    assertThat(metadata(members.formatted("-1", "-1"))).doesNotContainKey("cross_section_pb");
    assertThat(metadata(members.formatted("1e999999999", "1")))
        .doesNotContainKey("cross_section_pb");
  }

  @Test
  void globalTagsAndReleasesCompareEqual() {
    Map<String, Object> row =
        metadata(
            """
            "system_details": {"global_tag": "START53_LV6A1::All", "release": " CMSSW_4_2_8"}""");

    assertThat(row)
        .contains(
            entry("global_tag", "START53_LV6A1"),
            entry("release", "CMSSW_4_2_8"),
            entry("release_family", "CMSSW_4_2"));
    assertThat(metadata("\"system_details\": {\"release\": \"ATLAS Software V1.1\"}"))
        .doesNotContainKey("release_family");
  }

  @Test
  void eventsTakenBetweenFillsAreNoCollisions() {
    NormalizedRow row =
        facet(
            fixture(
                "\"Collision\"",
                "\"collision_information\": {\"energy\": \"0TeV\", \"type\": \"Interfill\"}"),
            "metadata");

    assertThat(row.values())
        .containsEntry("energy_text", "0TeV")
        .doesNotContainKeys("energy_gev_low", "energy_gev_high", "collision_type");
    assertThat(row.issues())
        .extracting(Issue::field)
        .containsExactly("collision_type", "energy_gev_low");
  }

  @ParameterizedTest
  @CsvSource({"Pb-Pb, PbPb", "PbPb, PbPb", "pPb, pPb", "p-Pb, pPb", "pp, pp", "e+e-, e+e-"})
  void beamsInOneSpelling(String given, String beams) {
    assertThat(metadata("\"collision_information\": {\"type\": \"%s\"}".formatted(given)))
        .containsEntry("collision_type", beams);
  }

  @Test
  void rangesOfYearsAreExpandedAndOthersNoted() {
    assertThat(metadata("\"date_created\": [\"2008-2010\"]"))
        .containsEntry("years", List.of(2008, 2009, 2010));
    NormalizedRow bad =
        facet(fixture("\"Collision\"", "\"date_created\": [\"soon\", \"2011\"]"), "metadata");
    assertThat(bad.values()).containsEntry("years", List.of(2011));
    assertThat(bad.issues()).extracting(Issue::field).containsExactly("years");
  }

  @Test
  void yearsThatASimulationSaysItIsFor() {
    assertThat(
            metadata(
                """
                "abstract": {"description": "<p>Simulated dataset.</p>\\n These simulated datasets
                 correspond to the collision data collected by the CMS experiment in 2011.</p>"}"""
                    .replace("\n ", " ")))
        .containsEntry("partner_years", List.of(2011));
    assertThat(metadata("\"abstract\": {\"description\": \"Taken in 2011.\"}"))
        .doesNotContainKey("partner_years");
  }

  @Test
  void filesOfBothSidesDecide() {
    Outcome outcome =
        fixture(
            "\"Derived\", \"Simulated\"",
            """
            "files": [{"uri": "root://x//eos/atlas/4lep/Data/data_A.4lep.root", "size": 1},
                      {"uri": "root://x//eos/atlas/4lep/MC/mc_1.ZZ.4lep.root", "size": 2}]""");

    assertThat(facet(outcome, "metadata").values()).containsEntry("side", "unknown");
    assertThat(combined(outcome)).contains(entry("side", "both"), entry("side_rule", "files"));
    assertThat(rows(outcome, "hep_files"))
        .extracting(row -> row.values().get("side"))
        .containsExactly("data", "simulation");
  }
}
