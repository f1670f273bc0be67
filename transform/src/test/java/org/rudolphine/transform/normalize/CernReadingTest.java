package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small readers: energies, names, sides, generators, texts. */
class CernReadingTest {

  // ---- energies
  // -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "7TeV, 7000, 7000",
    "5.02TeV, 5020, 5020",
    "2.76 TeV, 2760, 2760",
    "13.6TeV, 13600, 13600",
    "12GeV, 12, 12",
    "89-94 GeV, 89, 94",
    "161 - 174GeV, 161, 174",
    "900 GeV - 2.36 TeV, 900, 2360",
    " 8 tev , 8000, 8000"
  })
  void energiesInGev(String text, double low, double high) {
    assertThat(CernEnergy.read(text)).contains(new CernEnergy(low, high));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0TeV",
        "7",
        "7 barn",
        "TeV",
        "94-89 GeV",
        "-7TeV",
        "7TeV8TeV",
        "1e3GeV",
        "",
        "7..1TeV"
      })
  void noEnergies(String text) {
    assertThat(CernEnergy.read(text)).isEmpty();
  }

  @Property(tries = 200)
  void energyIsReadHoweverItIsSpaced(
      @ForAll @IntRange(min = 1, max = 99_999) int low,
      @ForAll @IntRange(max = 999) int more,
      @ForAll boolean spaced) {
    String text = low + "-" + (low + more) + (spaced ? " GeV" : "GeV");

    assertThat(CernEnergy.read(text)).contains(new CernEnergy(low, low + more));
  }

  // ---- names
  // --------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/DoubleMuParked/Run2012B-22Jan2013-v1/AOD, DoubleMuParked, 22Jan2013, AOD",
        "/Electron/Run2010B-v1/RAW, Electron, -, RAW",
        "/PPJet/HIRun2013-PromptReco-v1/RECO, PPJet, PromptReco, RECO",
        "/MinimumBias/Commissioning10-May19ReReco-v1/RECO, MinimumBias, May19ReReco, RECO",
        "/HTMHT/Run2016H-UL2016_MiniAODv2_NanoAODv9-v1/NANOAOD, HTMHT, UL2016_MiniAODv2_NanoAODv9,"
            + " NANOAOD",
        "/DY_M-20_8TeV-powheg/Summer12_DR53X-PU_S10_START53_V19-v1/AODSIM, DY_M-20_8TeV-powheg,"
            + " Summer12_DR53X-PU_S10_START53_V19, AODSIM",
        "/QCD_7TeV/Summer12-LowPU2010_DR42_PU_S0_START42_V17B-v2/AODSIM, QCD_7TeV,"
            + " Summer12-LowPU2010_DR42-PU_S0_START42_V17B, AODSIM",
        "/QCD_7TeV/Summer12-LowPU2010_DR42-PU_S0_START42_V17B-v1/AODSIM, QCD_7TeV,"
            + " Summer12-LowPU2010_DR42-PU_S0_START42_V17B, AODSIM",
        "/MinBias/hvanhaev-MinBias_Dec11_v2-2d9bf05578d0689d9cfc440754686e87/USER, MinBias, -, USER",
        "DELPHI collision data short94_c2, short, 94c2, -",
        "DELPHI collision data lolept92_e2, lolept, 92e2, -",
        "DELPHI collision data scan96_e172_g1, scan, 96g1, -",
        "DELPHI collision data xshort96z_g1, xshort, 96g1, -",
        "DELPHI collision data rawd94, rawd, -, -",
        "DELPHI simulation data sh_kk2f4146tthl_e92.964_c94_2l_c2, kk2f4146tthl_e92.964, 94c2, -",
        "DELPHI simulation data lo_ggvd_e172_sa96_1l_e1, ggvd_e172, 96e1, -",
        "DELPHI simulation data sh_qqps_k91_2_f1, qqps, 91f1, -",
        "Run2012B_TauPlusX dataset in reduced NanoAOD format for education, TauPlusX, -, -",
        "Example CSV output file, -, -, -"
      })
  void namesTakenApart(String title, String process, String campaign, String tier) {
    assertThat(CernDatasetName.of(title, List.of()))
        .isEqualTo(new CernDatasetName(process, campaign, tier, null));
  }

  @ParameterizedTest
  @CsvSource({
    "'root,aodsim', AODSIM",
    "'SHORT', SHORT",
    "'nanoaodsim-reduced,root', NANOAODSIM-REDUCED",
    "'DAOD_PHYSLITE,root', DAOD_PHYSLITE"
  })
  void tierFromTheFormatWhereTheNameHasNone(String formats, String tier) {
    assertThat(CernDatasetName.of("Anything", List.of(formats.split(","))).tier()).isEqualTo(tier);
  }

  @ParameterizedTest
  @CsvSource({
    "'ATLAS ROOT ntuple format Run 2 2015+2016 proton-proton collision data beta release, 2J2LMET30"
        + " skim', 2J2LMET30",
    "'ATLAS ROOT ntuple format MC simulation, 2015+2016 proton-proton collisions beta release,"
        + " 2J2LMET30 skim', 2J2LMET30",
    "'ATLAS 13 TeV samples collection Gamma-Gamma, for 2020 Open Data release', Gamma-Gamma"
  })
  void selectionsOfSiblings(String title, String selection) {
    assertThat(CernDatasetName.of(title, List.of("root")).selection()).isEqualTo(selection);
  }

  // ---- sides
  // --------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "'Simulated,Collision', t, root, umbrella, a",
        "Simulated, t, aodsim, simulation, b",
        "Collision, t, aod, data, c",
        "'Derived,Simulated', t, root, unknown, g",
        "Derived, t, 'root,nanoaodsim-run1', simulation, d",
        "Derived, MC: QCD sample, root, simulation, e",
        "Derived, Run2012B_TauPlusX dataset, root, data, e",
        "Derived, t, nanoaod-pf, data, e",
        "Derived, Run2012BC without a letter alone, root, unknown, g",
        "Derived, Event display file, ig, unknown, g",
        "'', t, root, unknown, g"
      })
  void sidesInTheOrderOfTheRules(
      String types, String title, String formats, String side, String rule) {
    assertThat(CernSide.of(Set.of(types.split(",")), title, List.of(formats.split(","))))
        .isEqualTo(new CernSide(side, rule));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "root://x//eos/opendata/atlas/OutreachDatasets/2020-08-19/4lep/Data/data_A.4lep.root, data",
        "root://x//eos/opendata/atlas/OutreachDatasets/2020-08-19/4lep/MC/mc_1.ZZ.root, simulation",
        "root://x//eos/opendata/atlas/OutreachDatasets/2020-08-19/MC-2-1lep/tmp2/a.root, simulation",
        "root://x//eos/opendata/atlas/rucio/mc20_13TeV/file-indexes/a.json, simulation",
        "root://x//eos/opendata/cms/Run2012B/DoubleMuParked/AOD/22Jan2013-v1/a.root, data",
        "root://x//eos/opendata/cms/MonteCarlo2011/Summer11LegDR/QCD/AODSIM/a.root, simulation",
        "root://x//eos/opendata/delphi/collision-data/Y10059/Y10059.278.al, -",
        "root://x//eos/opendata/lhcb/JetTaggingTTN/data/a.root, -",
        "root://x//eos/opendata/atlas/OutreachDatasets/2020-08-19/4lep.zip, -"
      })
  void sidesThatAddressesState(String uri, String side) {
    assertThat(CernSide.ofAddress(uri)).isEqualTo(side);
  }

  // ---- generators and texts
  // ------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "'pythia6,Pythia6,PYTHIA6', pythia6",
    "'PYTHIA,pythia', pythia",
    "'Pythia8.175,pythia8', pythia8",
    "'EvtGen,evtGen', evtgen",
    "'powheg,powheg15,Powheg V2,powheg-minlo,powheg ZZ', powheg",
    "'madgraph,MadGraph,MG5v1.5.11,madgraph4', madgraph",
    "'amcatnlo,aMCatNLO,Madgraph5_aMC@NLO', madgraph5_amcatnlo",
    "'JHUGen4,JHUgen,JHU', jhugen",
    "'herwig++,herwigpp', herwig++",
    "'gg2vv,gg2VV', gg2vv",
    "'Phantom', phantom"
  })
  void generatorsInOneSpelling(String given, String name) {
    assertThat(CernGenerators.names(List.of(given.split(",")))).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|<p>One</p><p>two</p>|, One two",
        "|p<sub>T</sub> &gt; 20|, pT > 20",
        "|$p_T<5$ and a < b|, $p_T<5$ and a < b",
        "|<a href=\"/docs/x\">link</a>&nbsp;&#228;|, link ä"
      })
  void plainTexts(String html, String text) {
    assertThat(CernText.plain(html)).isEqualTo(text);
  }

  @Test
  void noText() {
    assertThat(CernText.plain(null)).isNull();
    assertThat(CernText.plain(" <br/> ")).isNull();
  }

  @Property(tries = 200)
  void anyTextIsReadWithoutStrayBlanks(@ForAll String html) {
    String plain = CernText.plain(html);

    assertThat(plain == null || plain.equals(plain.strip())).isTrue();
  }
}
