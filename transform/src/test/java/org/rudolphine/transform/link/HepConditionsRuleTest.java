package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
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
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.link.HepSamples.Hep;
import org.rudolphine.transform.link.LinkReport.BlockSize;

class HepConditionsRuleTest {
  private static LinkedTables linked;
  private static Map<String, Row> links;
  private static Map<String, String> reasons;

  @BeforeAll
  static void link() {
    linked =
        new Linker(SparkSessions.shared(), samples().tables(2))
            .link(List.of(new HepConditionsRule(HepSamples.conditions(11))));
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

  /** Titles, tags and releases are those of portal records 17, 1544, 719 and 31103. */
  private static void cms2011(HepSamples samples) {
    samples
        .add(
            new Hep("17", "data")
                .at("pp", 7000, 2011)
                .title("/DoubleMu/Run2011A-12Oct2013-v1/AOD")
                .put("data_tier", "AOD")
                .put("campaign", "12Oct2013")
                .put("release_family", "CMSSW_5_3"))
        .add(
            new Hep("1544", "simulation")
                .at("pp", 7000, 2011)
                .title(
                    "/TTJets_TuneZ2_7TeV-madgraph-tauola/Summer11LegDR-PU_S13_START53_LV6-v1/AODSIM")
                .put("data_tier", "AODSIM")
                .put("campaign", "Summer11LegDR-PU_S13_START53_LV6")
                .put("run_periods", new String[] {"Run2011A"})
                .put("partner_years", new Integer[] {2011})
                .put("release_family", "CMSSW_5_3"))
        .add(
            new Hep("719", "simulation")
                .at("pp", 7000, 2010, 2011)
                .title(
                    "/MinBias_Tune4C_7TeV_pythia8/Summer12-LowPU2010_DR42-PU_S0_START42_V17B-v1/AODSIM")
                .put("data_tier", "RECO")
                .put("partner_years", new Integer[] {2010})
                .put("release_family", "CMSSW_4_2"))
        .add(
            new Hep("inherits", "simulation")
                .derived()
                .at("pp", 7000, 2011)
                .put("data_tier", "NANOAODSIM-RUN1"))
        .add(new Hep("other-energy", "simulation").at("pp", 2760, 2011))
        .add(new Hep("ions", "simulation").at("PbPb", 7000, 2011))
        .add(new Hep("other-experiment", "simulation").at("pp", 7000, 2011).experiments("ATLAS"));
  }

  private static void delphi(HepSamples samples) {
    samples
        .add(
            new Hep("short94", "data")
                .between("e+e-", 89, 94, 1994)
                .experiments("DELPHI")
                .title("DELPHI collision data short94_c2")
                .put("campaign", "94c2"))
        .add(
            new Hep("c2", "simulation")
                .between("e+e-", 91.2, 91.2, 1994)
                .experiments("DELPHI")
                .title("DELPHI simulation data sh_hzha03pythia6156tttt_e91.2_m60_m9_c94_2l_c2")
                .put("campaign", "94c2"))
        .add(
            new Hep("b3", "simulation")
                .between("e+e-", 89, 94, 1994)
                .experiments("DELPHI")
                .title("DELPHI simulation data sh_bbps_b94_2l_b3")
                .put("campaign", "94b3"))
        .add(
            new Hep("lep2", "simulation")
                .between("e+e-", 161, 174, 1994)
                .experiments("DELPHI")
                .title("DELPHI simulation data lo_susy_e161_r96_1l_e1"));
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
  void sameConditionsGiveCandidatesOnly() {
    assertThat(links.keySet())
        .containsExactlyInAnyOrder(
            "17|1544", "17|719", "17|inherits", "short94|c2", "short94|b3", "two-years|big-d9");
    assertThat(links.values())
        .allSatisfy(
            link -> {
              assertThat(link.<String>getAs("relation")).isEqualTo("same_conditions");
              assertThat(link.<String>getAs("decision")).isEqualTo("candidate");
              assertThat(link.<String>getAs("source")).isEqualTo("rudolphine");
            });
  }

  /** Base 0.2; tier, campaign, text and release agree, at 0.05 each. */
  @Test
  void whatAgreesRaisesTheScoreAndWhatDiffersLowersIt() {
    Row best = links.get("17|1544");
    assertThat(best.<Double>getAs("score")).isEqualTo(0.4, within(1e-12));
    assertThat(best.<Integer>getAs("rank")).isEqualTo(1);
    assertThat(list(best, "mismatches")).isEmpty();
    List<Row> evidence = best.getList(best.fieldIndex("evidence"));
    assertThat(evidence.get(0).<Double>getAs("left_value")).isEqualTo(7000.0);
    assertThat(evidence.get(2).<String>getAs("note"))
        .isEqualTo(
            "tier AOD of data, AODSIM of simulation; data are Run2011A-12Oct2013-v1, the simulation's campaign"
                + " was made for 12Oct2013; the simulation's text says that it corresponds to data of"
                + " 2011; recommended release CMSSW_5_3 of data, CMSSW_5_3 of simulation");
    assertThat(best.<String>getAs("statement"))
        .isEqualTo(
            "Inferred from equal conditions, not stated by the portal: CMS pp at 7 TeV in 2011.");

    Row worst = links.get("17|719");
    assertThat(worst.<Double>getAs("score")).isEqualTo(0.0, within(1e-12));
    assertThat(worst.<Integer>getAs("rank")).isEqualTo(3);
    assertThat(list(worst, "mismatches"))
        .containsExactly(
            "tier AOD of data, RECO of simulation",
            "data are Run2011A-12Oct2013-v1, the simulation's campaign was made for Apr21ReReco",
            "the simulation's text says that it corresponds to data of 2010",
            "recommended release CMSSW_5_3 of data, CMSSW_4_2 of simulation");
    assertThat(links.get("17|inherits").<Double>getAs("score")).isEqualTo(0.15, within(1e-12));
  }

  /** Reference: 94c2 of data belongs to 94c2 of simulation; b3 of 1994 is a leftover. */
  @Test
  void processingTagsOfDelphiAreCompared() {
    Row same = links.get("short94|c2");
    assertThat(same.<Double>getAs("score")).isEqualTo(0.25, within(1e-12));
    Row energy = same.<Row>getList(same.fieldIndex("evidence")).get(0);
    assertThat(energy.<Double>getAs("left_lower")).isEqualTo(89.0);
    assertThat(energy.<Double>getAs("left_upper")).isEqualTo(94.0);
    assertThat(energy.<Double>getAs("right_value")).isEqualTo(91.2);
    Row other = links.get("short94|b3");
    assertThat(other.<Double>getAs("score")).isEqualTo(0.15, within(1e-12));
    assertThat(list(other, "mismatches"))
        .containsExactly("processing 94c2 of data, 94b3 of simulation");
  }

  @Test
  void noCounterpartSaysForWhichConditions() {
    assertThat(reasons)
        .containsEntry("lhcb", "no simulation of LHCb pp at 13 TeV in 2017")
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
    BlockSize refused = new BlockSize("CMS pp 12.6-15.8 TeV 2016", 3, 4).asRefused();
    assertThat(linked.report().rules().get(0).largestBlocks())
        .startsWith(refused, new BlockSize("CMS pp 6.3-7.9 TeV 2011", 1, 3));
    String reason =
        "block CMS pp 12.6-15.8 TeV 2016 is not compared: 3 x 4 = 12 pairs, more than"
            + " max-pairs-per-block = 11";
    for (String id : List.of("big-d0", "big-d2", "big-s0", "big-s3")) {
      assertThat(reasons).containsEntry(id, reason);
    }
    assertThat(reasons).doesNotContainKeys("big-d9", "two-years");
  }

  @Test
  void everyRecordIsInALinkOrSaysWhyNot() {
    // 7 of CMS 2011, 4 of DELPHI, 6 without partner, 9 around the large block.
    assertThat(
            reasons.size()
                + links.keySet().stream().flatMap(HepConditionsRuleTest::ids).distinct().count())
        .isEqualTo(7 + 4 + 6 + 9);
    assertThat(reasons).doesNotContainKeys("17", "1544", "719", "inherits", "c2", "b3");
  }

  private static Stream<String> ids(String pair) {
    return List.of(pair.split("\\|")).stream();
  }

  @Test
  void aCampaignNeedsItsReconstruction() {
    TreeMap<String, Serializable> values = new TreeMap<>(HepSamples.conditions(1).values());
    values.put("campaigns", new ArrayList<>(List.of("Summer11LegDR")));
    assertThatThrownBy(() -> new HepConditionsRule(new RuleSettings("hep-conditions", values)))
        .hasMessage(
            "link.rules.hep-conditions.campaigns has the entry Summer11LegDR, but must be"
                + " campaign=reconstruction");
  }
}
