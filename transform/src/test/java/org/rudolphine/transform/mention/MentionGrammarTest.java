package org.rudolphine.transform.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionGrammarTest {
  private static final MentionGrammar GRAMMAR =
      new MentionGrammar(Set.of("GW150914", "GW191219_163120", "GW190521"));

  /** {@code kind=id} of each mention, in order. */
  private static String found(String text) {
    return GRAMMAR.find(text.replace("⏎", "\n")).stream()
        .map(mention -> mention.kind().text() + "=" + mention.canonicalId())
        .collect(Collectors.joining(" "));
  }

  private static Mention only(String text) {
    List<Mention> mentions = GRAMMAR.find(text.replace("⏎", "\n"));
    assertThat(mentions).hasSize(1);
    return mentions.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "observed GW150914 with | gw_event=GW150914",
        "GW150914, GW151226; GW170104. | gw_event=GW150914 gw_event=GW151226 gw_event=GW170104",
        "LVT151012 is GW151012 now | gw_event=LVT151012 gw_event=GW151012",
        "GW190521_030229 | gw_event=GW190521_030229",
        "GW190521\\_030229 | gw_event=GW190521_030229",
        "GW190521\\\\_030229 | gw_event=GW190521_030229",
        "GW190521{\\_}030229 | gw_event=GW190521_030229",
        "GW190521\\textunderscore 030229 | gw_event=GW190521_030229",
        "$\\rm{GW150914}$ and $GW170817$-like | gw_event=GW150914 gw_event=GW170817",
        "GW191219 163120 lost its underscore | gw_event=GW191219_163120",
        "GW150914 163120 is followed by a count | gw_event=GW150914",
        "GW170608 020116 is not known | gw_event=GW170608_020116",
        "GW170608 999999 | gw_event=GW170608",
        "GW170608_4KHZ.hdf5 | gw_event=GW170608",
        "GW~150914 | gw_event=GW150914",
        "GW150914's mass | gw_event=GW150914",
        "GW1705-⏎14 in a column | gw_event=GW170514",
        "GW17\u00ad0514 | gw_event=GW170514",
        "GW170817/GRB 170817A | gw_event=GW170817",
        "the alert S190425z, then S230518h | gw_superevent=S190425z gw_superevent=S230518h",
        "SXS:BBH:0305 | sxs_id=SXS:BBH:0305",
        "sxs:bbh:0305v2.0/Lev6 | sxs_id=SXS:BBH:0305",
        "SXS:⏎BBH:0305, SXS:BB-⏎H:0180 | sxs_id=SXS:BBH:0305 sxs_id=SXS:BBH:0180",
        "SXS:BHNS:0001 and SXS:NSNS:0002/Lev3 | sxs_id=SXS:BHNS:0001 sxs_id=SXS:NSNS:0002",
        "SXS_BBH_0305_Res2.h5 | sxs_id=SXS:BBH:0305",
        "SXS:BBH_ExtCCE:0001 | sxs_id=SXS:BBH_ExtCCE:0001",
        "SXS:BBH:0305, 0306 and 0307"
            + " | sxs_id=SXS:BBH:0305 sxs_id=SXS:BBH:0306 sxs_id=SXS:BBH:0307",
        "SXS:BBH:0305, 2019 edition | sxs_id=SXS:BBH:0305",
        "runs SXS:BBH:0318, 0319, and 0320."
            + " | sxs_id=SXS:BBH:0318 sxs_id=SXS:BBH:0319 sxs_id=SXS:BBH:0320",
        "SXS:BBH:0305v2.0/Lev6, 0306v2.0/Lev5: two | sxs_id=SXS:BBH:0305 sxs_id=SXS:BBH:0306",
        "SXS:BBH:0305, 0306.5 Msun | sxs_id=SXS:BBH:0305",
        "RIT:BBH:0062 and 0063. | rit_id=RIT:BBH:0062 rit_id=RIT:BBH:0063",
        "https://doi.org/10.26138/SXS:BBH:0305v2 | sxs_id=SXS:BBH:0305",
        "RIT:BBH:0062 and RIT:eBBH:1090-n100 | rit_id=RIT:BBH:0062 rit_id=RIT:eBBH:1090",
        "the NR waveforms GT0448 and MAYA0911 | maya_id=GT0448 maya_id=MAYA0911",
        "doi:10.7483/OPENDATA.CMS.UP77.P6PQ. | opendata_doi=10.7483/OPENDATA.CMS.UP77.P6PQ",
        "10.7483/opendata.cms.8e2v.px7b, | opendata_doi=10.7483/OPENDATA.CMS.8E2V.PX7B",
        "10.7483/OPENDATA.⏎CMS.UP77.P6PQ | opendata_doi=10.7483/OPENDATA.CMS.UP77.P6PQ",
        "10.7483/OPENDATA.ALICE.X1.Y22 | opendata_doi=10.7483/OPENDATA.ALICE.X1.Y22",
        "http://opendata.cern.ch/record/6004 | opendata_recid=6004",
        "https://opendata.web.cern.ch/api/records/⏎14220. | opendata_recid=14220",
        "doi:10.17182/hepdata.76730.v2/t3 | hepdata_doi=10.17182/hepdata.76730.v2/t3",
        "https://doi.org/10.17182/HEPDATA.89408 | hepdata_doi=10.17182/hepdata.89408",
        "https://www.hepdata.net/record/ins1224539 | hepdata_id=ins1224539",
        "HEPData ins1224539 | hepdata_id=ins1224539",
        "https://inspirehep.net/literature/1421100 | inspire_id=1421100",
        "inspirehep.net/api/literature/1421100 INSPIRE-1421100"
            + " | inspire_id=1421100 inspire_id=1421100",
        "arXiv:1602.03837v2 | arxiv_id=1602.03837",
        "arXiv: 1602.03837, 1606.04856 and 1706.01812"
            + " | arxiv_id=1602.03837 arxiv_id=1606.04856 arxiv_id=1706.01812",
        "see arXiv:1602.03837, 1606.04856. | arxiv_id=1602.03837 arxiv_id=1606.04856",
        "arXiv:hep-th/9711200; arXiv:gr-⏎qc/9402014"
            + " | arxiv_id=hep-th/9711200 arxiv_id=gr-qc/9402014",
        "see https://arxiv.org/abs/⏎0704.0001 | arxiv_id=0704.0001",
        "arXiv:1602.⏎03837 | arxiv_id=1602.03837",
        "arxiv.org/pdf/math.GT/0309136v2.pdf | arxiv_id=math/0309136",
        "doi:10.48550/arXiv.2304.10117 | arxiv_id=2304.10117",
        "supersedes hep-ph/0302233 | arxiv_id=hep-ph/0302233",
        "[1602.03837] and [0704.0001v1 [hep-ph]] | arxiv_id=1602.03837 arxiv_id=0704.0001",
        "Phys. Rev. Lett. (doi:10.1103/PhysRevLett.116.061102). | doi=10.1103/physrevlett.116.061102",
        "(10.1016/0031-9163(64)91136-9) | doi=10.1016/0031-9163(64)91136-9",
        "10.1088/0264-⏎9381/32/2/024001 | doi=10.1088/0264-9381/32/2/024001",
        "10.1103/Phys-⏎RevLett.116.061102 | doi=10.1103/physrevlett.116.061102",
        "https://doi.org/10.1007%2FJHEP06(2013)081 | doi=10.1007/jhep06(2013)081",
        "10.1007/JHEP06%282013%29081 | doi=10.1007/jhep06(2013)081",
        "10.1002/(SICI)1521-3978(199901)47:1/3<5::AID-PROP5>3.0.CO;2-K"
            + " | doi=10.1002/(sici)1521-3978(199901)47:1/3<5::aid-prop5>3.0.co;2-k",
        "10.1103/A.1,10.1103/B.2 | doi=10.1103/a.1 doi=10.1103/b.2",
        "10.1103/PhysRevD.93[arXiv:1602.03837] | doi=10.1103/physrevd.93 arxiv_id=1602.03837",
        "doi:10.5281/zenodo.5094067 | doi=10.5281/zenodo.5094067",
        "https://zenodo.org/record/8428643 | zenodo_url=https://zenodo.org/record/8428643",
        "zenodo.org/records/6949492 | zenodo_url=https://zenodo.org/records/6949492",
        "the ﬁt of GW150914–GW170817 | gw_event=GW150914 gw_event=GW170817"
      })
  void identifiersInTheirCanonicalForm(String text, String expected) {
    assertThat(found(text)).isEqualTo(expected == null ? "" : expected);
  }

  /** Tables hold texts on one line: where an identifier was broken, a blank is left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GW1705- 14 in a column | gw_event=GW170514",
        "GW190521_ 030229 | gw_event=GW190521_030229",
        "SXS: BBH:0305, SXS:BB- H:0180 | sxs_id=SXS:BBH:0305 sxs_id=SXS:BBH:0180",
        "10.7483/OPENDATA. CMS.UP77.P6PQ | opendata_doi=10.7483/OPENDATA.CMS.UP77.P6PQ",
        "opendata.cern.ch/record/ 6004 | opendata_recid=6004",
        "arXiv:1602. 03837 | arxiv_id=1602.03837",
        "arXiv:hep-th/ 9711200, arXiv:gr- qc/9402014"
            + " | arxiv_id=hep-th/9711200 arxiv_id=gr-qc/9402014",
        "arxiv.org/abs/ 0704.0001 | arxiv_id=0704.0001",
        "10.1088/0264- 9381/32/2/024001 | doi=10.1088/0264-9381/32/2/024001",
        "10.1103/Phys- RevLett.116.061102 | doi=10.1103/physrevlett.116.061102",
        "10.1103/ PhysRevLett.116.061102 | doi=10.1103/physrevlett.116.061102",
        "10.1103/PhysRevD.93.044007. 12 pages | doi=10.1103/physrevd.93.044007",
        "arXiv:1602.03837. 1024 pages | arxiv_id=1602.03837",
        "GW150914- and GW151226-like | gw_event=GW150914 gw_event=GW151226",
        "three- and four-detector data of GW170814 | gw_event=GW170814"
      })
  void identifiersThatWereBrokenWhereNowABlankIs(String text, String expected) {
    assertThat(found(text)).isEqualTo(expected);
    assertThat(GRAMMAR.find(text))
        .allSatisfy(
            mention -> assertThat(text.substring(mention.offset())).startsWith(mention.rawText()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GWTC-3 and the GWTC-2.1 catalog",
        "GRB 170817A",
        "GW170817A is the name of another event",
        "GW151350 has a day that is none; GW171301 a month",
        "GW1509140",
        "AGW150914",
        "MS190425z and TS190425z are tests",
        "S190425 without letters",
        "S123456a",
        "the mass S150914a",
        "SXS:BBH:305",
        "the SXS collaboration",
        "BBH:0305",
        "supported by grant GT0448 and by others",
        "GT0448 alone",
        "waveforms made under award MAYA0911",
        "1602.03837 without a prefix",
        "between 1234.5678 and 1602.03837 eV",
        "[1234.56789] as 13 is no month: [1313.12345]",
        "arXiv:1602.0383",
        "arXiv:1412.12345",
        "arXiv:hep-xx/9711200",
        "INSPIRE-00304313 is an author",
        "10.1103 and 10.12/x",
        "a ratio of 10.5281/2 = 5",
        "opendata.cern.ch/docs/about-cms",
        "zenodo.org/communities/gwosc",
        "CERN Open Data record 6004",
        "",
        "x"
      })
  void trapsAreNoMentions(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void placesAreThoseOfTheTextAsGiven() {
    String text = "Two ﬁts of $GW190521\\_030229$ and SXS:BB-\nH:0180 here.";
    List<Mention> mentions = GRAMMAR.find(text);
    assertThat(mentions).hasSize(2);
    for (Mention mention : mentions) {
      assertThat(text.substring(mention.offset())).startsWith(mention.rawText());
    }
    assertThat(mentions.get(0).rawText()).isEqualTo("GW190521\\_030229");
    assertThat(mentions.get(1).rawText()).isEqualTo("SXS:BB-\nH:0180");
    assertThat(mentions.get(1).context()).endsWith("and SXS:BB- H:0180 here.");
  }

  @Test
  void doubtLowersTheConfidence() {
    assertThat(only("GW190521_030229").confidence()).isEqualTo(1.0);
    assertThat(only("GW150914").confidence()).isGreaterThan(only("GW 150914").confidence());
    assertThat(only("GW150914").confidence()).isGreaterThan(only("GW150914-like").confidence());
    assertThat(only("GW191219 163120").confidence())
        .isGreaterThan(only("GW170608 020116").confidence());
    assertThat(only("arXiv:1602.03837").confidence())
        .isGreaterThan(only("arXiv:1602.⏎03837").confidence())
        .isGreaterThan(only("[1602.03837]").confidence());
    assertThat(only("NR run MAYA0911").confidence())
        .isGreaterThan(only("NR run GT0911").confidence());
  }

  @Test
  void contextHasWholeWords() {
    String text =
        "a".repeat(50) + " before " + "b".repeat(20) + " GW150914 after it " + "c".repeat(90);
    assertThat(only(text).context()).isEqualTo("before " + "b".repeat(20) + " GW150914 after it");
  }

  /** What the patterns find, the quick look beforehand lets through. */
  @Property
  void quickLookMissesNothing(@ForAll String before, @ForAll String after) {
    String clean = before.replaceAll("[A-Za-z0-9.\\\\]", "");
    for (String id :
        List.of(
            "GW150914",
            "S190425z",
            "SXS:BBH:0305",
            "sxs:bbh:0305",
            "RIT:BBH:0001",
            "10.1103/x.1",
            "arXiv:0704.0001",
            "hep-th/9711200",
            "[1602.03837]",
            "zenodo.org/record/1")) {
      assertThat(MentionGrammar.mayHoldSome(clean + id + after)).as(id).isTrue();
    }
  }

  @Property
  void everyMentionIsWhereItSays(@ForAll String before, @ForAll String after) {
    String text = before + " GW150914 10.7483/OPENDATA.CMS.UP77.P6PQ \n" + after;
    List<Mention> mentions = GRAMMAR.find(text);
    assertThat(mentions)
        .allSatisfy(
            mention -> {
              assertThat(text.substring(mention.offset())).startsWith(mention.rawText());
              assertThat(mention.confidence()).isBetween(0.0, 1.0);
            });
    assertThat(mentions).extracting(Mention::canonicalId).contains("GW150914");
  }
}
