package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The interface of arXiv as its software of 2026 was seen to behave, request by request. */
class ArxivSiteTest {
  private static final Pattern IDENTIFIER = Pattern.compile("<identifier>oai:arXiv.org:([^<]+)<");
  private static final Pattern TOKEN =
      Pattern.compile("<resumptionToken expirationDate=\"([^\"]+)\">([^<]+)</resumptionToken>");

  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();

  @AfterEach
  void stop() {
    server.close();
  }

  private String get(String query) throws IOException, InterruptedException {
    HttpResponse<String> reply = client.get(server.arxivUrl() + "?" + query);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/xml");
    return reply.body();
  }

  private static List<String> ids(String page) {
    List<String> ids = new ArrayList<>();
    for (Matcher m = IDENTIFIER.matcher(page); m.find(); ) {
      ids.add(m.group(1));
    }
    return ids;
  }

  /** Follows tokens, each encoded once as the protocol asks. */
  private List<String> pages(String first) throws IOException, InterruptedException {
    List<String> pages = new ArrayList<>(List.of(get(first)));
    String verb = first.substring(0, first.indexOf('&'));
    for (Matcher m = TOKEN.matcher(pages.get(0)); m.find(0); m = TOKEN.matcher(last(pages))) {
      pages.add(
          get(verb + "&resumptionToken=" + URLEncoder.encode(m.group(2), StandardCharsets.UTF_8)));
    }
    return pages;
  }

  private static String last(List<String> pages) {
    return pages.get(pages.size() - 1);
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new java.io.StringReader(xml)));
  }

  @Test
  void identifyStatesDaysAndPersistentDeletion() throws Exception {
    assertThat(get("verb=Identify"))
        .contains("<granularity>YYYY-MM-DD</granularity>")
        .contains("<earliestDatestamp>2005-09-16</earliestDatestamp>")
        .contains("<deletedRecord>persistent</deletedRecord>");
  }

  @ParameterizedTest
  @CsvSource({
    "ListRecords,arXivRaw",
    "ListRecords,arXiv",
    "ListRecords,oai_dc",
    "ListIdentifiers,arXiv"
  })
  void listComesWholeOverSeveralPagesInOrderOfDays(String verb, String prefix) throws Exception {
    List<String> pages = pages("verb=" + verb + "&metadataPrefix=" + prefix);

    List<String> ids = new ArrayList<>();
    List<String> days = new ArrayList<>();
    for (String page : pages) {
      ids.addAll(ids(page));
      Document document = parsed(page);
      var stamps = document.getElementsByTagNameNS("*", "datestamp");
      for (int i = 0; i < stamps.getLength(); i++) {
        days.add(stamps.item(i).getTextContent());
      }
    }
    assertThat(pages).hasSizeGreaterThan(1);
    assertThat(ids).doesNotHaveDuplicates().hasSize(32);
    assertThat(days).isSorted();
    assertThat(last(pages)).contains("<resumptionToken/>");
  }

  @Test
  void tokenExpiresAtMidnightAndSaysNoSize() throws Exception {
    Matcher token = TOKEN.matcher(get("verb=ListRecords&metadataPrefix=arXivRaw"));

    assertThat(token.find()).isTrue();
    assertThat(token.group(1)).isEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(1) + "T00:00:00Z");
    assertThat(token.group(2)).startsWith("verb%3DListRecords%26metadataPrefix%3DarXivRaw");
  }

  @Test
  void tokenThatIsSentAsItStandsWorksAsWell() throws Exception {
    Matcher token =
        TOKEN.matcher(get("verb=ListRecords&metadataPrefix=arXivRaw&set=physics:gr-qc"));
    assertThat(token.find()).isTrue();

    String plain = get("verb=ListRecords&resumptionToken=" + token.group(2));
    String encoded =
        get(
            "verb=ListRecords&resumptionToken="
                + URLEncoder.encode(token.group(2), StandardCharsets.UTF_8));

    assertThat(ids(plain)).isNotEmpty().isEqualTo(ids(encoded));
  }

  @Test
  void listOfOnePageHasNoToken() throws Exception {
    String page = get("verb=ListRecords&metadataPrefix=arXivRaw&from=2012-09-01&until=2012-09-30");

    assertThat(ids(page)).containsExactly("1207.7214", "1207.7235");
    assertThat(page).doesNotContain("resumptionToken");
  }

  @Test
  void echoShowsTheLastDayOfThePageAsFrom() throws Exception {
    assertThat(get("verb=ListRecords&metadataPrefix=arXivRaw&from=2012-09-01&until=2012-09-30"))
        .contains("from=\"2012-09-04\"");
  }

  /** Counted with Python in the sample file, not by the server. */
  @ParameterizedTest
  @CsvSource({
    "physics,32",
    "physics:hep-th,1",
    "physics:hep-ex,7",
    "physics:astro-ph,19",
    "physics:physics:gen-ph,1"
  })
  void setTakesAllPapersBelowItCrossListsIncluded(String set, int count) throws Exception {
    int found = 0;
    for (String page : pages("verb=ListIdentifiers&metadataPrefix=arXiv&set=" + set)) {
      found += ids(page).size();
    }
    assertThat(found).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({
    "verb=Foo,badVerb",
    "verb=Identify&a=b,badArgument",
    "verb=ListRecords,badArgument",
    "verb=ListRecords&metadataPrefix=marc21,cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=arXivRaw&from=2004-01-01,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&from=2014-01-01T00:00:00Z,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&until=2999-01-01,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&from=2015-01-02&until=2015-01-01,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&set=physics:physics:hep-th,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&metadataPrefix=arXiv,badArgument",
    "verb=ListRecords&metadataPrefix=arXivRaw&from=2022-02-01&until=2022-02-02,noRecordsMatch",
    "verb=ListRecords&resumptionToken=junk,badResumptionToken",
    "verb=ListRecords&resumptionToken=junk&metadataPrefix=arXivRaw,badArgument",
    "verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:1101.9999,idDoesNotExist",
  })
  void errorsComeWithStatus200(String query, String code) throws Exception {
    assertThat(get(query)).contains("<error code=\"" + code + "\">");
  }

  @Test
  void rawRecordHasVersionsAndWhatTheAuthorsGave() throws Exception {
    String record =
        get("verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:hep-th/9711200");

    assertThat(record)
        .contains("<version version=\"v3\">")
        .contains("<date>Thu, 27 Nov 1997 00:00:00 GMT</date>")
        .contains("<categories>hep-th</categories>");
    assertThat(get("verb=GetRecord&metadataPrefix=arXiv&identifier=oai:arXiv.org:hep-th/9711200"))
        .contains("<created>1998-01-22</created>")
        .contains("<keyname>Maldacena</keyname>")
        .contains("<forenames>Juan M.</forenames>");
  }

  @Test
  void deletedRecordIsAHeader() throws Exception {
    String record =
        get("verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:2401.99999");

    assertThat(record).contains("<header status=\"deleted\">").doesNotContain("<metadata>");
  }

  @Test
  void changesOfANightShowFromTheirDayOn() throws Exception {
    LocalDate night = LocalDate.of(2026, 11, 20);
    server.edit(
        data -> {
          data.arxiv().withdraw("1512.06800", night);
          data.arxiv().delete("1606.04855", night);
          data.arxiv().addVersion("2505.13378", night);
        });

    String page = get("verb=ListRecords&metadataPrefix=arXivRaw&from=" + night);

    assertThat(ids(page)).containsExactly("1512.06800", "1606.04855", "2505.13378");
    assertThat(page)
        .contains("<source_type>I</source_type>")
        .contains("status=\"deleted\"")
        .contains("<date>Fri, 20 Nov 2026 00:00:00 GMT</date>");
  }
}
