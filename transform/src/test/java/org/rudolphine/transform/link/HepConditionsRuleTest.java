package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.link.HepSamples.Hep;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

class HepConditionsRuleTest {
  private static final HepConditionsRule RULE = new HepConditionsRule(HepSamples.conditions());
  private static LinkedTables linked;
  private static Map<String, Row> links;
  private static Map<String, String> reasons;

  @BeforeAll
  static void link() {
    RuleSettings settings = HepSamples.with(HepSamples.conditions(), "max-pairs-per-block", 11L);
    linked =
        new Linker(SparkSessions.shared(), samples().tables(2))
            .link(List.of(new HepConditionsRule(HepSamples.with(settings, "list-length", 3L))));
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

  private static HepSamples samples() {
    HepSamples samples = new HepSamples();
    cms2011(samples);
    delphi(samples);
    withoutPartner(samples);
    // 3 x 4 = 12 pairs, one above the cap of 11.
    for (int i = 0; i < 3; i++) {
      samples.add(new Hep("big-d" + i, "data").at("pp", 13000, 2016));
    }
    for (int i = 0; i < 4; i++) {
      samples.add(new Hep("big-s" + i, "simulation").at("pp", 13000, 2016));
    }
    // In the refused block and, by its second year, in one that is compared.
    samples
        .add(new Hep("big-d9", "simulation").at("pp", 13000, 2018))
        .add(new Hep("two-years", "data").at("pp", 13000, 2018));
    return samples;
  }

  /** Titles, tags and releases are those of portal records 17, 1544, 719 and others of 2011. */
  private static void cms2011(HepSamples samples) {
    samples
        .add(doubleMu("17"))
        .add(summer11("1544", "TTJets_TuneZ2_7TeV-madgraph-tauola"))
        .add(summer11("4mu", "ZZTo4mu_7TeV_mll8_mZZ95-160-powheg15-pythia6"))
        .add(summer11("4e", "ZZTo4eJJ_Contin_7TeV-phantom-pythia6"))
        .add(lowPileUp("719").at("pp", 7000, 2010, 2011))
        .add(new Hep("raw", "data").at("pp", 7000, 2011).put("data_tier", "RAW"))
        .add(
            new Hep("other-tier", "simulation")
                .derived()
                .at("pp", 7000, 2011)
                .put("data_tier", "NANOAODSIM-RUN1"))
        .add(new Hep("other-energy", "simulation").at("pp", 2760, 2011))
        .add(new Hep("ions", "simulation").at("PbPb", 7000, 2011))
        .add(new Hep("other-experiment", "simulation").at("pp", 7000, 2011).experiments("ATLAS"));
  }

  private static Hep doubleMu(String id) {
    return data(id, "DoubleMu");
  }

  private static Hep data(String id, String primaryDataset) {
    return new Hep(id, "data")
        .at("pp", 7000, 2011)
        .title("/" + primaryDataset + "/Run2011A-12Oct2013-v1/AOD")
        .put("process", primaryDataset)
        .put("data_tier", "AOD")
        .put("campaign", "12Oct2013")
        .put("global_tag", "FT_53_LV5_AN1")
        .put("release_family", "CMSSW_5_3");
  }

  private static Hep summer11(String id, String process) {
    return simulation(id, process, "Summer11LegDR-PU_S13_START53_LV6-v1")
        .put("run_periods", new String[] {"Run2011A"})
        .put("partner_years", new Integer[] {2011})
        .put("global_tag", "START53_LV6A1")
        .put("release_family", "CMSSW_5_3");
  }

  private static Hep lowPileUp(String id) {
    return simulation(
            id, "MinBias_Tune4C_7TeV_pythia8", "Summer12-LowPU2010_DR42-PU_S0_START42_V17B-v1")
        .put("partner_years", new Integer[] {2010})
        .put("global_tag", "START42_V17B")
        .put("release_family", "CMSSW_4_2");
  }

  private static Hep simulation(String id, String process, String campaign) {
    return new Hep(id, "simulation")
        .at("pp", 7000, 2011)
        .title("/" + process + "/" + campaign + "/AODSIM")
        .put("process", process)
        .put("data_tier", "AODSIM");
  }

  private static void delphi(HepSamples samples) {
    samples
        .add(delphi("short94", "data", "DELPHI collision data short94_c2", "short", "94c2"))
        .add(
            delphi(
                "c2",
                "simulation",
                "DELPHI simulation data sh_hzha03pythia6156tttt_e91.2_m60_m9_c94_2l_c2",
                "hzha03pythia6156tttt_e91.2_m60_m9",
                "94c2"))
        .add(
            delphi(
                "off-peak",
                "simulation",
                "DELPHI simulation data sh_kk2f4146tthl_e89.437_c94_2l_c2",
                "kk2f4146tthl_e89.437",
                "94c2"))
        .add(delphi("b3", "simulation", "DELPHI simulation data sh_bbps_b94_2l_b3", "bbps", "94b3"))
        .add(
            new Hep("lep2", "simulation")
                .between("e+e-", 161, 174, 1994)
                .experiments("DELPHI")
                .title("DELPHI simulation data lo_susy_e161_r96_1l_e1"));
  }

  private static Hep delphi(String id, String side, String title, String process, String tag) {
    return new Hep(id, side)
        .between("e+e-", 89, 94, 1994)
        .experiments("DELPHI")
        .title(title)
        .put("process", process)
        .put("data_tier", "SHORT")
        .put("campaign", tag);
  }

  private static void withoutPartner(HepSamples samples) {
    samples
        .add(new Hep("lhcb", "data").at("pp", 13000, 2017).experiments("LHCb"))
        .add(
            new Hep("12002", "simulation")
                .at("pp", 13000, 2018)
                .title(
                    "/BulkGravTohhTohbbhbb_narrow_M-1200_13TeV-madgraph"
                        + "/RunIISummer16MiniAODv2-PUMoriond17_80X_mcRun2-v1/MINIAODSIM"))
        .add(new Hep("no-energy", "data").put("conditions_collision_type", "e+e-"))
        .add(new Hep("14023", "data").put("energy_text", "0TeV"))
        .add(new Hep("silent", "unknown").at("pp", 7000, 2011))
        .add(new Hep("umbrella", "umbrella").at("pp", 7000, 2011));
  }

  private static List<Object> list(Row link, String column) {
    return link.getList(link.fieldIndex(column));
  }

  @Test
  void equalConditionsAreListedAndOnlyWhatFitsIsAccepted() {
    Map<String, String> decisions = new TreeMap<>();
    links.forEach((pair, row) -> decisions.put(pair, row.getAs("decision")));
    assertThat(decisions)
        .isEqualTo(
            Map.of(
                "17|1544", "accepted",
                "17|4mu", "accepted",
                "17|4e", "candidate",
                "short94|c2", "accepted",
                "short94|off-peak", "candidate",
                "short94|b3", "candidate",
                "two-years|big-d9", "candidate"));
    assertThat(links.values())
        .allSatisfy(
            link -> {
              assertThat(link.<String>getAs("relation")).isEqualTo("same_conditions");
              assertThat(link.<Integer>getAs("rule_version")).isEqualTo(2);
              assertThat(link.<String>getAs("source")).isEqualTo("rudolphine");
            });
  }

  /** The id is SHA-256 of rule, tables and records: made with sha256sum. */
  @Test
  void anIdNeverDependsOnScoreOrVersion() {
    assertThat(links.get("17|1544").<String>getAs("link_id"))
        .isEqualTo(StableId.hex("hep-conditions|hep_datasets|17|hep_datasets|1544"));
  }

  /** Base 0.1, tier 0.1, campaign 0.2, process 0.4; run, pile-up, tag, release, text 0.05 each. */
  @Test
  void eachCheckThatAgreesIsEvidence() {
    Row best = links.get("17|1544");
    assertThat(best.<Double>getAs("score")).isEqualTo(1.0, within(1e-12));
    assertThat(best.<Integer>getAs("rank")).isEqualTo(1);
    assertThat(list(best, "mismatches")).isEmpty();
    List<Row> evidence = best.getList(best.fieldIndex("evidence"));
    assertThat(evidence.get(0).<Double>getAs("left_value")).isEqualTo(7000.0);
    Map<String, String> notes = new TreeMap<>();
    evidence.forEach(one -> notes.put(one.getAs("quantity"), one.getAs("note")));
    assertThat(notes)
        .containsEntry("tier", "tier AOD of data, AODSIM of simulation")
        .containsEntry(
            "campaign",
            "data are Run2011A-12Oct2013-v1, campaign Summer11LegDR was made for 12Oct2013")
        .containsEntry(
            "run period", "data of Run2011A, campaign Summer11LegDR was made for Run2011[AB]")
        .containsEntry(
            "pile-up", "pile-up scenario PU_S13, data of campaign Summer11LegDR ask for PU_S13")
        .containsEntry("global tag", "conditions tags of the family 53 of data, 53 of simulation")
        .containsEntry("text", "the simulation's text says that it corresponds to data of 2011")
        .containsEntry(
            "process",
            "DoubleMu holds two muons (mumu); TTJets_TuneZ2_7TeV-madgraph-tauola is top pair (e,"
                + " mu, ee, mumu, emu, ejet, mujet, multijet, bjet, met, ltau)");
    assertThat(best.<String>getAs("statement"))
        .isEqualTo(
            "Inferred from equal conditions, not stated by the portal: CMS pp at 7 TeV in 2011. Of"
                + " 4 simulations of these conditions 2 are accepted; the best 3 are listed.");
  }

  @Test
  void aListEndsAndSaysSo() {
    assertThat(links).doesNotContainKey("17|719");
    assertThat(reasons)
        .containsEntry(
            "719",
            "compared with 1 datasets of collision data of its block, but in no list: their"
                + " energies differ, or 3 simulations fit each of them better (list-length)");
  }

  /** Reference: 94c2 of data belongs to 94c2 of simulation; b3 of 1994 is a leftover. */
  @Test
  void processingTagsOfDelphiAreCompared() {
    Row same = links.get("short94|c2");
    assertThat(same.<Double>getAs("score")).isEqualTo(0.85, within(1e-12));
    Row energy = same.<Row>getList(same.fieldIndex("evidence")).get(0);
    assertThat(energy.<Double>getAs("left_lower")).isEqualTo(89.0);
    assertThat(energy.<Double>getAs("left_upper")).isEqualTo(94.0);
    Row other = links.get("short94|b3");
    assertThat(other.<Double>getAs("score")).isEqualTo(0.4, within(1e-12));
    assertThat(list(other, "mismatches"))
        .containsExactly("processing 94c2 of data, 94b3 of simulation");
    assertThat(list(links.get("short94|off-peak"), "mismatches"))
        .containsExactly("data were taken at 91.2 GeV, the simulation is for 89.44 GeV");
  }

  @Test
  void noCounterpartSaysForWhichConditions() {
    assertThat(reasons)
        .containsEntry("lhcb", "no simulation of LHCb pp at 13 TeV in 2017")
        .containsEntry("raw", "no simulation of CMS pp at 7 TeV in 2011 in tier RAW")
        .containsEntry(
            "other-tier", "no collision data of CMS pp at 7 TeV in 2011 in tier NANOAOD-RUN1")
        .containsEntry("other-energy", "no collision data of CMS pp at 2.76 TeV in 2011")
        .containsEntry("ions", "no collision data of CMS PbPb at 7 TeV in 2011")
        .containsEntry("lep2", "no collision data of DELPHI e+e- at 161-174 GeV in 1994")
        .containsEntry(
            "12002", "campaign RunIISummer16MiniAODv2 was not made for any released collision data")
        .containsEntry(
            "no-energy", "no energy is stated, neither by the record nor by a parent in the table")
        .containsEntry("14023", "no collisions: taken between fills (Interfill)")
        .containsEntry("silent", "the record does not say whether it holds data or simulation")
        .containsEntry("umbrella", "an umbrella: a release whose children are the datasets")
        .containsKey("other-experiment");
  }

  @Test
  void aBlockAboveTheCapIsLeftOutAndTheOthersGoOn() {
    BlockSize refused =
        new BlockSize("CMS pp 12.6-15.8 TeV 2016 data without tier", 3, 4).asRefused();
    assertThat(linked.report().rules().get(0).largestBlocks())
        .startsWith(refused, new BlockSize("CMS pp 6.3-7.9 TeV 2011 AOD", 1, 4));
    String reason =
        "block CMS pp 12.6-15.8 TeV 2016 data without tier is not compared: 3 x 4 = 12 pairs, more than"
            + " max-pairs-per-block = 11";
    for (String id : List.of("big-d0", "big-d2", "big-s0", "big-s3")) {
      assertThat(reasons).containsEntry(id, reason);
    }
    assertThat(reasons).doesNotContainKeys("big-d9", "two-years");
  }

  @Test
  void everyRecordIsInALinkOrSaysWhyNot() {
    // 10 of CMS 2011, 5 of DELPHI, 6 without partner, 9 around the large block.
    assertThat(
            reasons.size()
                + links.keySet().stream().flatMap(HepConditionsRuleTest::ids).distinct().count())
        .isEqualTo(10 + 5 + 6 + 9);
    assertThat(reasons).doesNotContainKeys("17", "1544", "4mu", "4e", "c2", "b3");
  }

  private static Stream<String> ids(String pair) {
    return List.of(pair.split("\\|")).stream();
  }

  private static Match judge(Hep data, Hep simulation) {
    List<Row> rows =
        SparkSessions.shared()
            .createDataFrame(
                List.of(data.row(), simulation.row()), Table.named("hep_datasets").schema())
            .collectAsList();
    List<Match> found =
        RULE.matches(RULE.left().read(rows.get(0)), List.of(RULE.right().read(rows.get(1))));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "DoubleMu, ZZTo4mu_7TeV_mll8-powheg15-pythia6, ACCEPTED",
    "DoubleElectron, ZZTo4mu_7TeV_mll8-powheg15-pythia6, CANDIDATE",
    "DoubleElectron, DYJetsToLL_TuneZ2_M-50_7TeV-madgraph-tauola, ACCEPTED",
    "Jet, QCD_Pt-80to120_TuneZ2_7TeV_pythia6, ACCEPTED",
    "DoubleMu, QCD_Pt-80to120_TuneZ2_7TeV_pythia6, CANDIDATE",
    "BTag, QCD_Pt-15to20_MuEnrichedPt5_TuneZ2_7TeV_pythia6, ACCEPTED",
    "SingleMu, WJetsToLNu_TuneZ2_7TeV-madgraph-tauola, ACCEPTED",
    "Photon, GJets_TuneZ2_40_HT_100_7TeV-madgraph, ACCEPTED",
    "Photon, WJetsToLNu_TuneZ2_7TeV-madgraph-tauola, CANDIDATE",
    "MuOnia, BuToKMuMu_BFilter_7TeV-pythia6-evtgen, ACCEPTED",
    "MinimumBias, TTJets_TuneZ2_7TeV-madgraph-tauola, CANDIDATE",
    "MuMonitor, WJetsToLNu_TuneZ2_7TeV-madgraph-tauola, CANDIDATE",
    "SingleMu, DoubleElectron_FlatPt-5To300_gun, CANDIDATE",
    "SingleMu, NewPhysics_7TeV-madgraph, CANDIDATE"
  })
  void aTriggerMustHoldTheProcess(String primary, String process, Match.Decision decision) {
    Match match = judge(data("1", primary), summer11("2", process));
    assertThat(match.decision()).isEqualTo(decision);
    assertThat(match.mismatches().isEmpty()).isEqualTo(decision == Match.Decision.ACCEPTED);
  }

  /** W to one lepton beside two: with another lepton from a jet. */
  @Test
  void aBackgroundCountsLessAndSaysSo() {
    Match match = judge(doubleMu("1"), summer11("2", "WJetsToLNu_TuneZ2_7TeV-madgraph-tauola"));
    assertThat(match.decision()).isEqualTo(Match.Decision.ACCEPTED);
    assertThat(match.evidence())
        .anySatisfy(
            one -> {
              assertThat(one.quantity()).isEqualTo("process");
              assertThat(one.note()).endsWith(": a background");
            });
  }

  @Test
  void aProcessThatNoTableNamesIsNotAccepted() {
    assertThat(judge(doubleMu("1"), summer11("2", "NewPhysics_7TeV")).mismatches())
        .containsExactly(
            "not compared: DoubleMu holds two muons (mumu); NewPhysics_7TeV is in no entry of"
                + " processes");
  }

  /** Names of portal records: they differ in the pile-up scenario only. */
  @ParameterizedTest
  @CsvSource({
    "Summer12_DR53X-PU_S10_START53_V19-v1, true",
    "Summer12_DR53X-PU_RD1_START53_V7N-v2, true",
    "Summer12_DR53X-NoPileUp_START53_V19-v1, false",
    "Summer12_DR53X-ExtFlat10_PU_RD1_START53_V7N-v1, false",
    "Summer12_DR53X-castor_PU_S10_START53_V19-v1, false"
  })
  void thePileUpScenarioMustBeTheOneOfTheData(String campaign, boolean fits) {
    Hep data =
        data("1", "DoubleMuParked").at("pp", 8000, 2012).title("/D/Run2012B-22Jan2013-v1/AOD");
    Hep simulation = simulation("2", "DYToMuMu_M-20_8TeV", campaign).at("pp", 8000, 2012);
    assertThat(judge(data, simulation).decision() == Match.Decision.ACCEPTED).isEqualTo(fits);
  }

  /** Trap: Summer12-LowPU2010 simulates 2010, not 2012, and Run2011A is not what it is for. */
  @Test
  void aCampaignIsForItsRunsOnly() {
    assertThat(judge(data("1", "MinimumBias"), lowPileUp("2")).mismatches())
        .containsExactly(
            "data are Run2011A-12Oct2013-v1, campaign Summer12-LowPU2010_DR42 was made for"
                + " Apr21ReReco",
            "data of Run2011A, campaign Summer12-LowPU2010_DR42 was made for Run2010[AB]",
            "conditions tags of the family 53 of data, 42 of simulation",
            "recommended release CMSSW_5_3 of data, CMSSW_4_2 of simulation",
            "the simulation's text says that it corresponds to data of 2010");
  }

  /** Titles of the release of 2016: what its two streams hold. */
  @ParameterizedTest
  @CsvSource({
    "ATLAS 2012 data Egamma-string sample for 2016 open data release, Zee + Jets, ACCEPTED",
    "ATLAS 2012 data Egamma-string sample for 2016 open data release, Zμμ + Jets, CANDIDATE",
    "ATLAS 2012 data Muons-string sample for 2016 open data release, Zμμ + Jets, ACCEPTED",
    "ATLAS 2012 data Muons-string sample for 2016 open data release, Diboson process ZZ, ACCEPTED"
  })
  void recordsWithoutATierAreComparedByFormatAndSoftware(
      String data, String simulation, Match.Decision decision) {
    Match match = judge(atlas("390", "data", data), atlas("3821", "simulation", simulation));
    assertThat(match.decision()).isEqualTo(decision);
  }

  private static Hep atlas(String id, String side, String title) {
    return new Hep(id, side)
        .experiments("ATLAS")
        .at("pp", 8000, 2012)
        .title(title)
        .put("formats", new String[] {"root"})
        .put("release", "ATLAS Software for 2016 open data release - V1.1");
  }

  /** Titles of portal records; trap: 12 selections on either side, and only the same one fits. */
  @ParameterizedTest
  @CsvSource({"2J2LMET30, ACCEPTED", "3lep, CANDIDATE"})
  void anEventSelectionMustBeTheSame(String selection, Match.Decision decision) {
    Hep data =
        atlas(
                "1",
                "data",
                "ATLAS ROOT ntuple format Run 2 2015+2016 proton-proton collision data beta"
                    + " release, 2J2LMET30 skim")
            .put("event_selection", "2J2LMET30");
    Hep simulation =
        atlas(
                "2",
                "simulation",
                "ATLAS ROOT ntuple format MC simulation, 2015+2016 proton-proton collisions beta"
                    + " release, "
                    + selection
                    + " skim")
            .put("event_selection", selection);
    assertThat(judge(data, simulation).decision()).isEqualTo(decision);
  }

  /** Records 12358 and 12351 to 12356, which inherit energy and year from their parents. */
  @ParameterizedTest
  @CsvSource({
    "GluGluToHToTauTau, ACCEPTED",
    "VBF_HToTauTau, ACCEPTED",
    "DYJetsToLL, ACCEPTED",
    "TTbar, ACCEPTED",
    "W2JetsToLNu, ACCEPTED",
    "ZZTo4mu, CANDIDATE"
  })
  void derivedRecordsOfOneFormatAreOneProduction(String process, Match.Decision decision) {
    Hep data =
        new Hep("12358", "data")
            .derived()
            .at("pp", 8000, 2012)
            .title("Run2012B_TauPlusX dataset in reduced NanoAOD format")
            .put("process", "TauPlusX")
            .put("data_tier", "NANOAOD-REDUCED");
    Hep simulation =
        new Hep("12351", "simulation")
            .derived()
            .at("pp", 8000, 2012)
            .title(process + " dataset in reduced NanoAOD format")
            .put("process", process)
            .put("data_tier", "NANOAODSIM-REDUCED");
    assertThat(judge(data, simulation).decision()).isEqualTo(decision);
  }

  @Test
  void settingsOfAnotherFormAreNamed() {
    assertRefused(
        "campaigns",
        "Summer11LegDR",
        "link.rules.hep-conditions.campaigns has the entry Summer11LegDR, but must be campaign = reconstruction; run periods; pile-up scenarios, or campaign = none");
    assertRefused(
        "primary-datasets",
        "CMS SingleMu mu",
        "link.rules.hep-conditions.primary-datasets has the entry CMS SingleMu mu, but must be experiment pattern -> kinds of final state; reason");
    assertRefused(
        "processes",
        "CMS Zoo -> giraffe; an animal",
        "link.rules.hep-conditions.processes has the entry CMS Zoo -> giraffe; an animal, where giraffe is a kind of final state that no primary dataset asks for");
    assertRefused(
        "run-energies",
        "DELPHI 1994 = x",
        "link.rules.hep-conditions.run-energies has the entry DELPHI 1994 = x, but must be experiment year = energies in GeV");
  }

  private static void assertRefused(String key, String entry, String message) {
    RuleSettings settings =
        HepSamples.with(HepSamples.conditions(), key, new ArrayList<>(List.of(entry)));
    assertThatThrownBy(() -> new HepConditionsRule(settings)).hasMessage(message);
  }
}
