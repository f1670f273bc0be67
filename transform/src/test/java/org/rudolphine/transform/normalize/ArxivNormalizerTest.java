package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rudolphine.transform.normalize.ArxivRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.ArxivRecords.arXiv;
import static org.rudolphine.transform.normalize.ArxivRecords.arXivRaw;
import static org.rudolphine.transform.normalize.ArxivRecords.only;
import static org.rudolphine.transform.normalize.ArxivRecords.raw;
import static org.rudolphine.transform.normalize.ArxivRecords.snapshot;
import static org.rudolphine.transform.normalize.ArxivRecords.values;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.raw.RawRecord;

class ArxivNormalizerTest {
  private static final String RAW =
      """
      <submitter>A. Author &lt;a.author@example.org&gt;</submitter>
      <version version="v2"><date>Thu, 12 Feb 2016 09:00:00 GMT</date><size>7kb</size>
        <source_type>AD</source_type></version>
      <version version="v1"><date>Thu, 11 Feb 2016 18:56:00 GMT</date><size>1167kb</size></version>
      <title>A  title
        on two lines</title>
      <authors>A. Author and B. Writer</authors>
      <categories>gr-qc astro-ph.HE gr-qc</categories>
      <comments>16 pages</comments>
      <proxy>ccsd</proxy>
      <report-no>LIGO-P150914</report-no>
      <acm-class>83C57</acm-class>
      <msc-class>83C57</msc-class>
      <journal-ref>Phys. Rev. Lett. 116, 061102 (2016)</journal-ref>
      <doi>10.1103/PhysRevLett.116.061102</doi>
      <license>http://creativecommons.org/licenses/by/4.0/</license>
      <abstract>  We report $x &lt; y$ and Schr\\"odinger&#39;s cat.
      </abstract>""";

  private static final String LISTED =
      """
      <created>2016-02-12</created>
      <authors><author><keyname>Author</keyname><forenames>A.</forenames>
        <affiliation>Somewhere</affiliation></author>
        <author><keyname>Writer</keyname><forenames>B.</forenames><suffix>Jr.</suffix></author>
      </authors><title>A title</title><categories>gr-qc</categories>""";

  @Test
  void arXivRawGivesEveryColumn() {
    NormalizedRow row = only(arXivRaw("1602.03837", "2016-02-12", RAW));

    assertThat(row.key()).isEqualTo("1602.03837");
    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .contains(
            entry("paper_id", "1602.03837"),
            entry("title", "A title on two lines"),
            entry("abstract", "We report $x < y$ and Schr\\\"odinger's cat."),
            entry("authors", "A. Author and B. Writer"),
            entry("submitter", "A. Author"),
            entry("comments", "16 pages"),
            entry("proxy", "ccsd"),
            entry("report_no", "LIGO-P150914"),
            entry("msc_class", "83C57"),
            entry("journal_ref", "Phys. Rev. Lett. 116, 061102 (2016)"),
            entry("doi_given", "10.1103/PhysRevLett.116.061102"),
            entry("dois", List.of("10.1103/physrevlett.116.061102")),
            entry("categories", List.of("gr-qc", "astro-ph.HE")),
            entry("primary_category", "gr-qc"),
            entry("primary_archive", "gr-qc"),
            entry("primary_group", "physics"),
            entry("archives", List.of("astro-ph", "gr-qc")),
            entry("paper_licence", "https://creativecommons.org/licenses/by/4.0/"),
            entry("version_count", 2),
            entry("submitted_at", Instant.parse("2016-02-11T18:56:00Z")),
            entry("updated_on", LocalDate.parse("2016-02-12")),
            entry("withdrawn", false))
        .doesNotContainKeys("acm_class", "withdrawn_basis", "deleted");
    assertThat(row.values().get("versions"))
        .isEqualTo(
            List.of(
                Map.of(
                    "version",
                    1,
                    "created_at",
                    Instant.parse("2016-02-11T18:56:00Z"),
                    "size_bytes",
                    1_167_000L),
                Map.of(
                    "version",
                    2,
                    "created_at",
                    Instant.parse("2016-02-12T09:00:00Z"),
                    "size_bytes",
                    7_000L,
                    "source_type",
                    "AD")));
  }

  @Test
  void unreadableDatesOfTheStateAreIssues() {
    RawRecord dated = arXivRaw("1602.03837", "2016-02-12", RAW);
    RawRecord oai = raw(dated.kind(), dated.nativeId(), null, "text/xml", dated.payload());
    byte[] line =
        """
        {"id": "1602.03837", "update_date": "12 Feb", "title": "A title", "categories": "gr-qc"}"""
            .getBytes(UTF_8);
    RawRecord bulk = raw("snapshot", "1602.03837", null, "application/json", line);

    assertThat(only(oai).issues()).containsExactly(new Issue("datestamp", "missing or not a date"));
    assertThat(only(bulk).issues()).containsExactly(new Issue("update_date", "not a date"));
    assertThat(only(oai).values()).doesNotContainKey("updated_on");
  }

  @Test
  void arXivListsAuthorsAndHasNoDateOfTheFirstVersion() {
    NormalizedRow row = only(arXiv("1602.03837", "2016-02-12", LISTED));

    assertThat(row.values())
        .contains(
            entry("authors", "A. Author, B. Writer Jr."),
            entry(
                "authors_parsed",
                List.of(
                    Map.of(
                        "keyname",
                        "Author",
                        "forenames",
                        "A.",
                        "affiliations",
                        List.of("Somewhere")),
                    Map.of(
                        "keyname", "Writer",
                        "forenames", "B.",
                        "suffix", "Jr.",
                        "affiliations", List.of()))),
            entry("submitted_at", Instant.parse("2016-02-12T00:00:00Z")));
    assertThat(row.issues()).extracting(Issue::field).containsExactly("created");
  }

  @Test
  void bothGenerationsOfTheSnapshotAreRead() {
    String shared = "\"title\": \"T\", \"authors\": \"A. Author\", \"comments\": null";
    Map<String, Object> newer =
        values(
            snapshot(
                "math.GT/0309136",
                "2008-11-26",
                shared
                    + ", \"categories\": \"math.GT math.QA\", \"versions\": [{\"version\": \"v1\","
                    + " \"created\": \"Mon, 8 Sep 2003 07:00:00 GMT\"}],"
                    + " \"authors_parsed\": [[\"Author\", \"A.\", \"\", \"Oxford\"]]"));
    Map<String, Object> older =
        values(
            snapshot(
                "math/0309136",
                null,
                shared
                    + ", \"categories\": [\"math.GT\", \"math.QA\"], \"versions\": [\"v1\"],"
                    + " \"new\": {\"a\": [1]}"));
    assertThat(newer)
        .contains(
            entry("paper_id", "math/0309136"),
            entry("submitted_at", Instant.parse("2003-09-08T07:00:00Z")),
            entry(
                "authors_parsed",
                List.of(
                    Map.of(
                        "keyname",
                        "Author",
                        "forenames",
                        "A.",
                        "affiliations",
                        List.of("Oxford")))))
        .doesNotContainKey("comments");
    assertThat(older)
        .contains(
            entry("paper_id", "math/0309136"),
            entry("categories", newer.get("categories")),
            entry("version_count", 1))
        .doesNotContainKeys("submitted_at", "updated_on");
  }

  @ParameterizedTest
  @CsvSource({
    "oai:arXiv.org:0704.0001, 0704.0001",
    "math.GT/0309136, math/0309136",
    "1602.03837v3, 1602.03837",
    "line:12, line:12",
    "unreadable:1/3, unreadable:1/3"
  })
  void familyIsTheCanonicalIdOrElseTheIdItself(String nativeId, String family) {
    assertThat(NORMALIZER.familyOf(nativeId)).isEqualTo(family);
    assertThat(NORMALIZER.keyOf(nativeId)).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "line:3 | not json | record | not a JSON object",
        "line:3 | [1] | record | not a JSON object",
        "line:3 | {\"title\": \"T\" | record | not a JSON object",
        "line:3 | {\"title\": \"T\"} | paper_id | no arXiv identifier",
        "704.0001 | {\"id\": 704.0001, \"title\": \"T\"} | paper_id | no arXiv identifier",
        "0704.0001 | {\"id\": \"0704.0001\"} | title | missing",
        "0704.0001 | {\"id\": \"0704.0001\", \"title\": \" \"} | title | missing"
      })
  void unusableLinesAreRejected(String id, String line, String field, String reason) {
    Outcome outcome =
        Outcome.of(NORMALIZER, raw("snapshot", id, null, "application/json", line.getBytes(UTF_8)));
    assertThat(outcome.rejectField()).isEqualTo(field);
    assertThat(outcome.rejectReason()).isEqualTo(reason);
  }

  @Test
  void unusableElementsAreRejected() {
    assertThat(Outcome.of(NORMALIZER, arXivRaw("1602.03837", "2016-02-12", "<title>T")))
        .extracting(Outcome::rejectReason)
        .isEqualTo("not well-formed XML");
    assertThat(Outcome.of(NORMALIZER, arXivRaw("1602.03837", "2016-02-12", "")))
        .extracting(Outcome::rejectField)
        .isEqualTo("title");
    RawRecord swapped = arXivRaw("1602.03837", "2016-02-12", "<title>T</title>");
    assertThat(
            Outcome.of(
                    NORMALIZER,
                    raw(swapped.kind(), "oai:arXiv.org:1602.03838", null, "", swapped.payload()))
                .rejectReason())
        .isEqualTo("header and metadata name different papers");
    assertThat(Outcome.of(NORMALIZER, raw("oai_dc", "0704.0001", null, "", new byte[0])).skipped())
        .isTrue();
  }

  /** Prefixes that the page declares outside of the record, containers and elements to come. */
  @Test
  void prefixesAndUnknownElementsDoNotMatter() {
    String xml =
        """
        <o:record><o:header><o:identifier>oai:arXiv.org:1602.03837</o:identifier></o:header>
        <o:metadata><r:arXivRaw><r:id>1602.03837</r:id><r:new><r:title>no</r:title></r:new>
        <r:title>Yes</r:title></r:arXivRaw></o:metadata>
        <o:about><title>no</title><r:arXivRaw><r:title>no</r:title></r:arXivRaw></o:about>
        </o:record>""";
    assertThat(values(xmlOf(xml.getBytes(UTF_8), "utf-8"))).containsEntry("title", "Yes");
  }

  private static RawRecord xmlOf(byte[] xml, String charset) {
    return raw(
        "oai-arXivRaw",
        "oai:arXiv.org:1602.03837",
        "2016-02-12",
        "text/xml; charset=" + charset,
        xml);
  }

  private static byte[] titled(String title, java.nio.charset.Charset charset) {
    return ("<record><metadata><arXivRaw><title>"
            + title
            + "</title></arXivRaw></metadata></record>")
        .getBytes(charset);
  }

  @Test
  void badCharactersCostAnIssueNotTheRecord() {
    NormalizedRow row = only(xmlOf(titled("A\u0001B&#0;C &amp D", UTF_8), "utf-8"));
    assertThat(row.values()).containsEntry("title", "ABC &amp D");
    assertThat(row.issues())
        .containsExactly(
            new Issue("record", "characters or references that XML does not allow: left out"));
  }

  @Test
  void validUtf8WinsOverTheDeclaredCharset() {
    byte[] utf8 = titled("Schrödinger", UTF_8);
    byte[] latin = titled("Schrödinger", ISO_8859_1);
    assertThat(values(xmlOf(utf8, "iso-8859-1"))).containsEntry("title", "Schrödinger");
    NormalizedRow declared = only(xmlOf(latin, "iso-8859-1"));
    assertThat(declared.values()).containsEntry("title", "Schrödinger");
    assertThat(declared.issues()).isEmpty();
    NormalizedRow wrong = only(xmlOf(latin, "utf-8"));
    assertThat(wrong.values()).containsEntry("title", "Schr\ufffddinger");
    assertThat(wrong.issues()).hasSize(1);
    assertThat(only(xmlOf(latin, "no-such-set")).issues()).hasSize(1);
  }

  @Test
  void badBytesAndControlsInALineCostAnIssue() {
    byte[] line =
        "{\"id\": \"0704.0001\", \"title\": \"Schr\u00f6dinger\\u0001 s\u0002 cat\"}"
            .getBytes(ISO_8859_1);
    NormalizedRow row = only(raw("snapshot", "0704.0001", null, "application/json", line));
    assertThat(row.values()).containsEntry("title", "Schr\ufffddinger s cat");
    assertThat(row.issues()).extracting(Issue::field).containsExactlyInAnyOrder("record", "title");
  }

  /** No entity is expanded and nothing is fetched: such a record is no well-formed one here. */
  @Test
  void entitiesAndDocumentTypesAreNotRead() {
    String xml =
        "<!DOCTYPE record [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<record><metadata><arXivRaw><title>T &x; &amp;</title></arXivRaw></metadata></record>";
    Outcome outcome = Outcome.of(NORMALIZER, xmlOf(xml.getBytes(UTF_8), "utf-8"));
    assertThat(outcome.rows())
        .allSatisfy(row -> assertThat(row.values()).containsEntry("title", "T &x; &"));
  }

  @Test
  void optionalFieldsThatCannotBeUsedAreIssues() {
    NormalizedRow row =
        only(
            arXivRaw(
                "1602.03837",
                "2016-02-12",
                """
                <version version="v1"><date>soon</date><size>big</size></version>
                <title>T</title><categories>x-ray.AB</categories><acm-class>None</acm-class>
                <doi>forthcoming</doi><license>mine</license>"""));
    assertThat(row.issues())
        .extracting(Issue::field)
        .containsExactlyInAnyOrder("versions", "versions", "categories", "doi", "license");
    assertThat(row.values())
        .containsEntry("doi_given", "forthcoming")
        .containsEntry("categories", List.of("x-ray.AB"))
        .doesNotContainKeys("dois", "primary_group", "acm_class", "submitted_at");
  }

  @Test
  void addressesStayInTheRawRecord() {
    Map<String, Object> values =
        values(
            arXivRaw(
                "1602.03837",
                "2016-02-12",
                "<submitter>me@example.org</submitter><title>T</title>"
                    + "<authors>A. Author (me@example.org)</authors>"
                    + "<comments>write to me@example.org</comments>"));
    assertThat(values.toString()).doesNotContain("@");
    assertThat(values).doesNotContainKey("submitter");
  }

  @Property
  void everyTextBecomesARowOrAReject(@ForAll String text) {
    for (String kind : List.of("snapshot", "oai-arXivRaw", "oai-arXiv")) {
      Outcome outcome =
          Outcome.of(NORMALIZER, raw(kind, "0704.0001", null, "text/xml", text.getBytes(UTF_8)));
      assertThat(outcome.rejectReason()).doesNotContain("the normalizer failed");
    }
    NormalizedRow row = only(xmlOf(titled("T" + text.replaceAll("[<>]", ""), UTF_8), "utf-8"));
    assertThat(row.values().get("title").toString()).startsWith("T");
  }
}
