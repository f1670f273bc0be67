package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.link.HepSamples.Hep;
import org.rudolphine.transform.link.LinkReport.BlockSize;

/**
 * Every way in which the portal states a pair, and every trap: what must be paired is written out
 * beside each group. Record numbers are free but where they follow records of the portal.
 */
class HepStatedRuleTest {
  private static LinkedTables linked;
  private static Map<String, Row> links;
  private static Map<String, String> reasons;

  @BeforeAll
  static void link() {
    HepSamples samples = new HepSamples();
    hubOfTwoEnergies(samples);
    umbrellaOfTwelveSelections(samples);
    umbrellaWithNamedSelections(samples);
    derivedHub(samples);
    unknownInMixedHub(samples);
    sharedAddresses(samples);
    family(samples);
    others(samples);
    linked =
        new Linker(SparkSessions.shared(), samples.tables(2))
            .link(List.of(new HepStatedRule(HepSamples.stated())));
    links = new HashMap<>();
    linked
        .links()
        .collectAsList()
        .forEach(row -> links.put(row.getAs("left_id") + "|" + row.getAs("right_id"), row));
    reasons = new TreeMap<>();
    for (Row row : linked.unmatched().collectAsList()) {
      assertThat(reasons.put(row.getAs("id"), row.getAs("reason"))).as("one row each").isNull();
    }
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static Hep data(String id) {
    return new Hep(id, "data");
  }

  private static Hep simulation(String id) {
    return new Hep(id, "simulation");
  }

  /** 2 data of 7 TeV and 4 of 8 TeV, 8 simulations of 7 TeV and 6 of 8 TeV: 44 of 84 are wrong. */
  private static void hubOfTwoEnergies(HepSamples samples) {
    IntStream.range(0, 2)
        .forEach(
            i -> samples.add(data("d7-" + i).at("pp", 7000, 2011)).software("5500", "d7-" + i));
    IntStream.range(0, 4)
        .forEach(
            i -> samples.add(data("d8-" + i).at("pp", 8000, 2012)).software("5500", "d8-" + i));
    IntStream.range(0, 8)
        .forEach(
            i ->
                samples
                    .add(simulation("s7-" + i).at("pp", 7000, 2011))
                    .software("5500", "s7-" + i));
    IntStream.range(0, 6)
        .forEach(
            i ->
                samples
                    .add(simulation("s8-" + i).at("pp", 8000, 2012))
                    .software("5500", "s8-" + i));
    samples
        .add(new Hep("h-unknown", "unknown").at("pp", 7000, 2011))
        .add(
            simulation("36")
                .at("pp", 7000, 2011)
                .put("data_tier", "GEN-SIM")
                .title("/MinBias_TuneZ2_7TeV-pythia6/Summer11Leg-START53_LV4-v1/GEN-SIM"))
        .add(simulation("hepmc").at("pp", 7000, 2011).put("formats", new String[] {"hepmc"}))
        .add(
            simulation("12200")
                .at("pp", 7000, 2011)
                .title("Tracker-hit-enriched TTJets_HadronicMGDecays_8TeV-madgraph"))
        .add(simulation("s7-gone").at("pp", 7000, 2011).put("deleted_at", Instant.EPOCH))
        .add(simulation("s7-atlas").at("pp", 7000, 2011).experiments("ATLAS"))
        .add(simulation("s7-2012").at("pp", 7000, 2012))
        .software(
            "5500",
            "h-unknown",
            "36",
            "hepmc",
            "12200",
            "s7-gone",
            "not-in-the-table",
            "s7-atlas",
            "s7-2012")
        // The hub is itself the child of another and part of a cycle.
        .says("5500", "isChildOf", "recid:5501", "5501", "Software")
        .says("5501", "isChildOf", "recid:5500", "5500", "Software");
  }

  /** 12 data and 12 simulations of 12 selections, in the titles only: 12 of 144 are right. */
  private static void umbrellaOfTwelveSelections(HepSamples samples) {
    samples.add(new Hep("u", "umbrella").at("pp", 13000, 2015, 2016));
    for (int i = 0; i < 12; i++) {
      String selection = i + "lep" + (i % 2) + "tau";
      samples
          .add(
              data("ud" + i)
                  .at("pp", 13000, 2015, 2016)
                  .title("13 TeV collision data for education, selection " + selection))
          .add(
              simulation("us" + i)
                  .at("pp", 13000, 2015, 2016)
                  .title("Simulation for education at 13 TeV (MC), selection " + selection))
          .says("u", "isParentOf", "ud" + i)
          .says("us" + i, "isChildOf", "u");
    }
  }

  /** Selections that normalization has named: a-a and b-b of four; c has no partner. */
  private static void umbrellaWithNamedSelections(HepSamples samples) {
    for (String selection : List.of("a", "b", "c")) {
      if (!selection.equals("c")) {
        samples
            .add(data("nd-" + selection).at("pp", 900, 2010).put("event_selection", selection))
            .says("nd-" + selection, "isPartOf", "absent-umbrella");
      }
      samples
          .add(simulation("ns-" + selection).at("pp", 900, 2010).put("event_selection", selection))
          .says("ns-" + selection, "isPartOf", "absent-umbrella");
    }
  }

  /**
   * The shape of 12350: 12358 and 12351 say nothing of energy, are derived from 6024 and 8001, and
   * those (here) from 1 and 2; 12359 and 12352 have parents that are not in the table.
   */
  private static void derivedHub(HepSamples samples) {
    samples
        .add(data("12358").derived().at("pp", 8000, 2012))
        .add(simulation("12351").derived().at("pp", 8000, 2012))
        .add(data("6024").at("pp", 8000, 2012), simulation("8001").at("pp", 8000, 2012))
        .add(data("1").at("pp", 8000, 2012), data("12359").derived())
        .add(simulation("12352").derived())
        .software("12350", "12358", "12351", "12352")
        .says("12359", "use_with", "12350")
        .says("12358", "use_with", "12350")
        .says("12358", "isChildOf", "6024")
        .says("6024", "isChildOf", "1")
        .says("1", "isChildOf", "12358")
        .says("12351", "isChildOf", "8001")
        .says("12359", "isChildOf", "6050")
        .says("12352", "isChildOf", "9743");
  }

  /** An analysis of two energies tells nothing about a record that does not say its own. */
  private static void unknownInMixedHub(HepSamples samples) {
    samples
        .add(data("m7").at("pp", 7000, 2011), data("m8").at("pp", 8000, 2012))
        .add(simulation("m-silent"))
        .software("mixed-hub", "m7", "m8", "m-silent");
  }

  /** One lesson for a data and a simulation; guides that everybody names; a page of the portal. */
  private static void sharedAddresses(HepSamples samples) {
    samples
        .add(data("c1").derived().at("pp", 5020, 2015))
        .add(simulation("c2").derived().at("pp", 5020, 2015))
        .address("c1", "use_with", "https://example.org/lesson")
        .address("c2", "use_with", "https://example.org/lesson")
        // Not derived: names the lesson, but is no product of it.
        .add(simulation("c3").at("pp", 5020, 2015))
        .address("c3", "use_with", "https://example.org/lesson");
    for (int i = 0; i < 20; i++) {
      for (Hep one : List.of(data("gd" + i), simulation("gs" + i))) {
        samples.add(one.derived().at("pp", 2760, 2013));
      }
      for (String id : List.of("gd" + i, "gs" + i)) {
        samples
            .address(id, "use_with", "https://example.org/getting-started")
            .address(id, "use_with", "/docs/cms-guide-docker")
            .address(id, "usage", "https://example.org/guide-" + (i / 2));
      }
    }
  }

  /** A simulation that is made from the data itself is its child, not its partner. */
  private static void family(HepSamples samples) {
    samples
        .add(data("f1").at("pp", 7000, 2010), simulation("f2").at("pp", 7000, 2010))
        .says("f2", "isChildOf", "f3")
        .says("f3", "isChildOf", "f1")
        .software("family-hub", "f1", "f2");
  }

  private static void others(HepSamples samples) {
    samples
        .add(new Hep("15005", "both").at("pp", 13000, 2016).experiments("ATLAS"))
        .file("15005", "4lep/Data/data_A.4lep.root", "data")
        .file("15005", "4lep/Data/data_B.4lep.root", "data")
        .file("15005", "4lep/MC/mc_345060.ggH125_ZZ4lep.4lep.root", "simulation")
        .file("15005", "4lep.zip", null)
        .add(new Hep("15001", "both").at("pp", 13000, 2016).experiments("ATLAS"))
        .file("15001", "Data-1lep.zip", null)
        .add(data("alone").at("pp", 13000, 2016))
        // 390: typed Derived only, but its title says what it is; the other one's does not.
        .add(new Hep("390", "unknown").derived().title("ATLAS 2012 data Egamma sample"))
        .add(new Hep("5501", "unknown").derived().title("Root files using 2011-2012 data"))
        .add(simulation("3801").at("pp", 8000, 2012))
        .says("390", "isPartOf", "3860")
        .says("5501", "isPartOf", "3860")
        .says("3801", "isPartOf", "3860")
        // Of several experiments, through hub and umbrella: each pairs with its own.
        .add(data("x1").between("e+e-", 89, 94, 1994).experiments("DELPHI"))
        .add(simulation("x2").at("e+e-", 91.2, 1994).experiments("DELPHI"))
        .add(simulation("x3").between("e+e-", 161, 174, 1994).experiments("DELPHI"))
        .add(simulation("x4").at("e+e-", 91.2, 1994).experiments("ALEPH", "OPAL"))
        .add(data("x5").at("e+e-", 91.2, 1994).experiments("OPAL"))
        .software("x-hub", "x1", "x2", "x3", "x4", "x5")
        .says("x-umbrella", "isParentOf", "x1")
        .says("x-umbrella", "isParentOf", "x2");
  }

  private static List<String> pairsOf(String prefix) {
    return links.keySet().stream().filter(key -> key.startsWith(prefix)).sorted().toList();
  }

  private static List<String> notes(Row link) {
    return link.<Row>getList(link.fieldIndex("evidence")).stream()
        .map(row -> row.getAs("quantity") + ": " + row.getAs("note"))
        .toList();
  }

  @Test
  void aHubOfTwoEnergiesPairsEachWithItsOwn() {
    assertThat(pairsOf("d7-")).hasSize(2 * 8).allMatch(key -> key.contains("|s7-"));
    assertThat(pairsOf("d8-")).hasSize(4 * 6).allMatch(key -> key.contains("|s8-"));
    Row link = links.get("d7-0|s7-0");
    assertThat(link.<String>getAs("relation")).isEqualTo("stated");
    assertThat(link.<String>getAs("decision")).isEqualTo("accepted");
    assertThat(link.<Double>getAs("score")).isEqualTo(0.95);
    assertThat(link.<String>getAs("source")).isEqualTo("test");
    // printf 'hep-stated|hep_datasets|d7-0|hep_datasets|s7-0' | sha256sum
    assertThat(link.<String>getAs("link_id"))
        .isEqualTo("bc79ec97f87317cd5111bd4f83443abf086075323c08f191d4acb3f48313475e");
    assertThat(link.<String>getAs("statement"))
        .isEqualTo(
            "The software record 5500 (title of 5500) is used with data d7-0 and simulation s7-0"
                + " (https://opendata.cern.ch/record/5500).");
    assertThat(notes(link))
        .contains(
            "hub: field use_with.links of record 5500 (title of 5500),"
                + " https://opendata.cern.ch/record/5500");
  }

  @Test
  void whatIsNoPartnerIsInNoPairAndSaysWhy() {
    assertThat(links.keySet())
        .noneMatch(key -> key.matches(".*\\b(h-unknown|36|hepmc|12200|s7-gone|s7-atlas|s7-2012)"));
    assertThat(reasons)
        .containsEntry("h-unknown", "the record does not say whether it holds data or simulation")
        .containsEntry(
            "36", "minimum-bias or pileup events (GEN-SIM) that are mixed into other simulations")
        .containsEntry("hepmc", "generated events in HEPMC without detector simulation")
        .containsEntry("12200", "a sample for machine learning or algorithm studies")
        .containsEntry("u", "an umbrella: a release whose children are the datasets")
        .containsEntry("alone", "no record of the portal names a simulation together with it")
        .doesNotContainKey("s7-gone");
    assertThat(reasons.get("s7-atlas")).isEqualTo("the two sides of hub 5500 differ in experiment");
    assertThat(reasons.get("s7-2012"))
        .isEqualTo(
            "the two sides of hub 5500 differ in energy; the two sides of hub 5500 differ in year");
  }

  @Test
  void anUmbrellaOfManySelectionsPairsEachWithItsOwn() {
    assertThat(pairsOf("ud")).hasSize(12).allMatch(key -> key.matches("ud(\\d+)\\|us\\1"));
    assertThat(links.get("ud3|us3").<String>getAs("statement"))
        .isEqualTo(
            "The record u (dataset u) has as parts data ud3 and simulation us3 of the event"
                + " selection 3lep1tau (https://opendata.cern.ch/record/u).");
    assertThat(pairsOf("nd-")).containsExactly("nd-a|ns-a", "nd-b|ns-b");
    assertThat(reasons.get("ns-c"))
        .isEqualTo("the two sides of umbrella absent-umbrella differ in event selection");
  }

  @Test
  void aStatementIsLiftedToWhatTheTwoAreDerivedFrom() {
    assertThat(pairsOf("12358|")).containsExactly("12358|12351", "12358|12352");
    assertThat(pairsOf("6024|")).containsExactly("6024|8001");
    Row lifted = links.get("6024|8001");
    assertThat(lifted.<String>getAs("relation")).isEqualTo("stated");
    assertThat(lifted.<Double>getAs("score")).isEqualTo(0.95 * 0.9, within(1e-12));
    assertThat(notes(lifted))
        .contains(
            "left isChildOf: 12358 isChildOf 6024 (dataset 6024)",
            "right isChildOf: 12351 isChildOf 8001 (dataset 8001)");
    assertThat(lifted.<String>getAs("statement"))
        .contains("is used with data 12358 and simulation 12351, which are derived from data 6024")
        .endsWith("(https://opendata.cern.ch/record/12350).");
    // 8001 names no parent, so it waits while the data climb on; the cycle back to 12358 ends
    // there.
    assertThat(pairsOf("1|")).containsExactly("1|8001");
    assertThat(links.get("1|8001").<Double>getAs("score")).isEqualTo(0.95 * 0.81, within(1e-12));
    assertThat(links).containsKey("12358|12351").doesNotContainKeys("12358|8001", "6024|12351");
  }

  @Test
  void aDatasetMayNameTheAnalysisInstead() {
    assertThat(pairsOf("12359|")).containsExactly("12359|12351", "12359|12352");
    Row link = links.get("12359|12352");
    assertThat(link.<Object>getList(link.fieldIndex("mismatches")))
        .contains(
            "the energy of 12359 is not known: not compared",
            "the energy of 12352 is not known: not compared");
  }

  @Test
  void anAnalysisOfTwoEnergiesSaysNothingAboutASilentRecord() {
    assertThat(pairsOf("m")).isEmpty();
    assertThat(reasons.get("m-silent"))
        .isEqualTo(
            "the two sides of hub mixed-hub differ in energy among its records, and this one's is"
                + " not known");
  }

  @Test
  void anAddressIsAnAnalysisOnlyWhenFewDerivedRecordsNameIt() {
    assertThat(pairsOf("c")).containsExactly("c1|c2");
    assertThat(links.get("c1|c2").<Double>getAs("score")).isEqualTo(0.8);
    assertThat(links.get("c1|c2").<String>getAs("statement"))
        .isEqualTo(
            "Derived data c1 and simulation c2 name the same analysis"
                + " (https://example.org/lesson).");
    assertThat(pairsOf("g")).isEmpty();
    assertThat(reasons.get("gd0"))
        .isEqualTo(
            "shared https://example.org/getting-started names 40 datasets together, more than"
                + " max-group-records = 30: no one analysis");
    assertThat(linked.report().rules().get(0).largestBlocks().get(0))
        .isEqualTo(new BlockSize("shared https://example.org/getting-started", 20, 20).asRefused());
  }

  @Test
  void whatIsDerivedFromARecordIsNotItsPartner() {
    assertThat(pairsOf("f1")).isEmpty();
    assertThat(reasons.get("f1")).contains("one is made from the other");
  }

  @Test
  void aRecordWithFilesOfBothSidesIsLinkedWithItself() {
    Row link = links.get("15005|15005");
    assertThat(link.<Double>getAs("score")).isEqualTo(1.0);
    assertThat(link.<String>getAs("statement"))
        .isEqualTo(
            "Record 15005 holds 2 files of collision data and 1 of simulation"
                + " (https://opendata.cern.ch/record/15005).");
    assertThat(links).doesNotContainKey("15001|15001");
  }

  @Test
  void experimentsAndEnergyRangesAreKeptApart() {
    assertThat(pairsOf("x")).containsExactly("x1|x2", "x5|x4");
    assertThat(notes(links.get("x1|x2"))).contains("also stated by: umbrella x-umbrella: x1, x2");
    assertThat(links.get("x1|x2").<Double>getAs("score")).isEqualTo(0.95);
  }

  @Test
  void aDerivedRecordMayCallItselfData() {
    assertThat(links).containsKey("390|3801").doesNotContainKey("5501|3801");
    assertThat(reasons).containsKey("5501");
  }

  @Test
  void everyRecordIsInALinkOrSaysWhyNot() {
    TreeSet<String> all = new TreeSet<>(reasons.keySet());
    links.keySet().forEach(key -> all.addAll(List.of(key.split("\\|"))));
    assertThat(all).hasSize(6 + 14 + 6 + 1 + 24 + 5 + 7 + 3 + 3 + 40 + 2 + 3 + 3 + 5);
    links.keySet().forEach(key -> assertThat(reasons).doesNotContainKeys(key.split("\\|")[0], key));
    assertThat(links.values())
        .allSatisfy(row -> assertThat(row.<Integer>getAs("rank")).isPositive());
  }
}
