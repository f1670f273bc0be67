package org.rudolphine.ingest.protocol.oai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OaiPageTest {
  private static final String OPEN =
      "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
          + "<responseDate>2026-11-22T07:10:02Z</responseDate>"
          + "<request verb=\"ListRecords\">https://example.org/oai</request>";
  private static final String CLOSE = "</OAI-PMH>";

  private static String record(String id, String metadata) {
    return "<record><header><identifier>"
        + id
        + "</identifier><datestamp>2011-02-03</datestamp><setSpec>cs:cs:CV</setSpec></header>"
        + "<metadata><arXivRaw>"
        + metadata
        + "</arXivRaw></metadata></record>";
  }

  private static String list(String... records) {
    return OPEN + "<ListRecords>" + String.join("\n", records) + "</ListRecords>" + CLOSE;
  }

  private static OaiPage read(String page) throws MalformedPage {
    return OaiPage.read(page.getBytes(UTF_8));
  }

  private static String text(OaiItem item) {
    return new String(item.bytes(), UTF_8);
  }

  @Test
  void envelopeAndRecordsByteForByte() throws MalformedPage {
    String first = record("oai:arXiv.org:cs/0001024", "<title>A  <b/> &#39;x&#39;\n é</title>");
    String second =
        "<record ><header status='deleted' ><identifier> oai:arXiv.org:1 </identifier>"
            + "<datestamp>2011-02-03T01:02:03Z</datestamp></header ></record >";

    OaiPage page = read("<?xml version='1.0' encoding='utf-8'?>\n" + list(first, second));

    assertThat(page.charset()).isEqualTo("utf-8");
    assertThat(page.responseDate()).isEqualTo("2026-11-22T07:10:02Z");
    assertThat(page.request()).containsEntry("verb", "ListRecords");
    assertThat(page.verb()).isEqualTo("ListRecords");
    assertThat(page.errors()).isEmpty();
    assertThat(page.token()).isNull();
    assertThat(page.items()).extracting(OaiPageTest::text).containsExactly(first, second);
    OaiHeader header = page.items().get(0).header();
    assertThat(header.identifier()).isEqualTo("oai:arXiv.org:cs/0001024");
    assertThat(header.changedAt()).contains(Instant.parse("2011-02-03T00:00:00Z"));
    assertThat(header.deleted()).isFalse();
    assertThat(header.setSpecs()).containsExactly("cs:cs:CV");
    assertThat(page.items().get(0).format()).isEqualTo("arXivRaw");
    assertThat(page.items().get(1).header())
        .isEqualTo(new OaiHeader("oai:arXiv.org:1", "2011-02-03T01:02:03Z", true, List.of()));
    assertThat(page.items().get(1).format()).isNull();
  }

  @Test
  void prefixesMakeNoDifference() throws MalformedPage {
    OaiPage page =
        read(
            "<o:OAI-PMH xmlns:o='http://www.openarchives.org/OAI/2.0/'><o:ListRecords><o:record>"
                + "<o:header><o:identifier>a</o:identifier></o:header><o:metadata>"
                + "<r:arXivRaw xmlns:r='http://arxiv.org/OAI/arXivRaw/'/></o:metadata></o:record>"
                + "<o:resumptionToken cursor='0' completeListSize=' 12 '>t&amp;1</o:resumptionToken>"
                + "</o:ListRecords></o:OAI-PMH>");

    assertThat(page.items()).hasSize(1);
    assertThat(page.items().get(0).header().identifier()).isEqualTo("a");
    assertThat(page.items().get(0).header().datestamp()).isNull();
    assertThat(page.items().get(0).format()).isEqualTo("arXivRaw");
    assertThat(page.token()).isEqualTo(new ResumptionToken("t&1", null, 0L, 12L));
    assertThat(page.leadsOn()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<resumptionToken/>", "<resumptionToken></resumptionToken>"})
  void anEmptyTokenEndsTheList(String token) throws MalformedPage {
    OaiPage page =
        read(OPEN + "<ListRecords>" + record("a", "") + token + "</ListRecords>" + CLOSE);

    assertThat(page.token().text()).isEmpty();
    assertThat(page.leadsOn()).isFalse();
  }

  @Test
  void recordsInCommentsCdataAttributesAndMetadataAreNotRecords() throws MalformedPage {
    String tricky =
        record(
            "a",
            "<!-- <record><header/> </record> --><t a='/record> '/><![CDATA[</record><record>]]>"
                + "<m:record xmlns:m='marc'><m:leader/></m:record><?x </record>?>");

    OaiPage page =
        read(
            list(
                "<!-- " + record("no", "") + " -->",
                tricky,
                "<extension>" + record("no", "") + "</extension>",
                record("b", "<record/>"),
                "<record><header><identifier>c</identifier></header><about><header><identifier>no"
                    + "</identifier></header></about></record>"));

    assertThat(page.items())
        .extracting(item -> item.header().identifier())
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a \u0001 control \u0008",
        "&#0; &#x1; &#xFFFF; &undefined; & alone",
        "x < y, <5, a <b c, </, <>",
        "<b c=\"no end of quotes",
        "<title>not ended",
        "</title> never begun",
        "]]> stray end",
        "<!- <![CDAT <!-- never ended",
      })
  void badTextCostsAtMostItsRecord(String text) throws MalformedPage {
    String bad = record("bad", text);

    OaiPage page = read(list(record("a", "x"), bad, record("b", "y")));

    assertThat(page.items())
        .extracting(OaiPageTest::text)
        .containsExactly(record("a", "x"), bad, record("b", "y"));
    assertThat(page.items())
        .extracting(item -> item.header().identifier())
        .containsExactly("a", "bad", "b");
  }

  @Test
  void bytesThatAreNoUtf8CostAtMostTheirRecord() throws MalformedPage {
    byte[] page =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + list(record("a", "caf\u00e9"), record("b", "")))
            .getBytes(ISO_8859_1);

    OaiPage read = OaiPage.read(page);

    assertThat(read.items()).hasSize(2);
    assertThat(read.items().get(0).bytes())
        .isEqualTo(record("a", "caf\u00e9").getBytes(ISO_8859_1));
  }

  @Test
  void aWrongDeclaredCharsetIsPassedOnAndNotBelieved() throws MalformedPage {
    OaiPage page =
        read("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + list(record("a", "\u00e9")));

    assertThat(page.charset()).isEqualTo("UTF-16");
    assertThat(text(page.items().get(0))).isEqualTo(record("a", "\u00e9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF", "\n \t", "\uFEFF\r\n  "})
  void marksAndBlanksBeforeTheDeclarationAreIgnored(String start) throws MalformedPage {
    OaiPage page =
        read(start + "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + list(record("a", "")));

    assertThat(page.charset()).isEqualTo("ISO-8859-1");
    assertThat(page.items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<record/>",
        "<record></record>",
        "<record><metadata><header><identifier>no</identifier></header></metadata></record>",
        "<record><header/><metadata/></record>",
        "<record><header><identifier> </identifier></header></record>",
        "<record><header><identifier>a&#xD;b</identifier></header></record>",
        "<record><header><identifier>a\u0007b</identifier></header></record>",
        "<record><header><datestamp>2011-02-03</datestamp></header></record>"
      })
  void aRecordThatDoesNotNameItselfIsKept(String record) throws MalformedPage {
    OaiPage page = read(list(record, record("a", "")));

    assertThat(page.items()).hasSize(2);
    assertThat(page.items().get(0).header()).isNull();
    assertThat(text(page.items().get(0))).isEqualTo(record);
  }

  @Test
  void headersOfListIdentifiers() throws MalformedPage {
    String header =
        "<header status=\"deleted\"><identifier>a</identifier><datestamp>2011-02-03</datestamp>"
            + "</header>";
    OaiPage page =
        read(OPEN + "<ListIdentifiers>" + header + "\n<header/></ListIdentifiers>" + CLOSE);

    assertThat(page.items()).extracting(OaiPageTest::text).containsExactly(header, "<header/>");
    assertThat(page.items().get(0).header().deleted()).isTrue();
    assertThat(page.items().get(1).header()).isNull();
  }

  @Test
  void errorsWithCodeAndText() throws MalformedPage {
    OaiPage page =
        read(
            OPEN
                + "<error code='badArgument'>a &lt; b <![CDATA[& c]]></error><error code='x'/>"
                + CLOSE);

    assertThat(page.errors())
        .containsExactly(new OaiError("badArgument", "a < b & c"), new OaiError("x", ""));
    assertThat(page.verb()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n ",
        "down for maintenance",
        "<html><head><title>x</title></head><body><p>502<br></body></html>",
        "<!DOCTYPE html><html></html>",
        "<!DOCTYPE OAI-PMH [<!ENTITY a 'b'>]><OAI-PMH><error code='a'/></OAI-PMH>",
        "<oai-pmh/>",
        "<OAI-PMH/>",
        "<OAI-PMH></OAI-PMH>",
        "<OAI-PMH><responseDate>2026-11-22T07:10:02Z</responseDate></OAI-PMH>",
        "<OAI-PMH><ListRecords><record></record></ListRecords>",
        "<OAI-PMH><ListRecords></GetRecord></OAI-PMH>",
        "<OAI-PMH><ListRecords/><ListRecords/></OAI-PMH>",
        "<OAI-PMH><ListRecords/></OAI-PMH><OAI-PMH><ListRecords/></OAI-PMH>",
        "<OAI-PMH><ListRecords/></OAI-PMH> and more",
        "junk <OAI-PMH><ListRecords/></OAI-PMH>",
        "<OAI-PMH><ListRecords><record><x><!DOCTYPE a></x></record></ListRecords></OAI-PMH>"
      })
  void whatIsNoWholePageFails(String page) {
    assertThatThrownBy(() -> read(page)).isInstanceOf(MalformedPage.class);
  }

  @Test
  void otherEncodingsFail() {
    assertThatThrownBy(() -> OaiPage.read(list(record("a", "")).getBytes(UTF_16)))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("UTF-16");
  }

  @Test
  void everyCutPageFails() throws MalformedPage {
    String page = list(record("a", "x<!-- c -->"), record("b", "<![CDATA[y]]>"));
    assertThat(read(page).items()).hasSize(2);

    for (int length = 0; length < page.length(); length++) {
      String cut = page.substring(0, length);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(MalformedPage.class);
    }
  }

  @Test
  void depthAndLengthHaveLimits() {
    String deep = "<a>".repeat(300) + "</a>".repeat(300);
    assertThatThrownBy(() -> read(list(record("a", deep))))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("deeper than 200");
    assertThatThrownBy(() -> read(OPEN + deep + "<ListRecords/>" + CLOSE))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("deeper than 200");
    String token = "<resumptionToken>" + "x".repeat(70_000) + "</resumptionToken>";
    assertThatThrownBy(() -> read(OPEN + "<ListRecords>" + token + "</ListRecords>" + CLOSE))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("longer than");
  }
}
