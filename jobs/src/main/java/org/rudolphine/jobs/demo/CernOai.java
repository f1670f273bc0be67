package org.rudolphine.jobs.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The portal's OAI-PMH interface: ids and times of change, ten a page, with times to the second. A
 * full page offers a token even when it is the last one; the token then leads to an empty answer.
 */
final class CernOai {
  private static final String BASE = CernRecord.PORTAL + "/oai2d";
  private static final String PREFIX = "oai:cernopendata.cern:";
  private static final String EVERYTHING = "openaire_data";
  private static final int PER_PAGE = 10;

  private final CernData data;

  CernOai(CernData data) {
    this.data = data;
  }

  static String identifier(String recid) {
    return PREFIX + recid;
  }

  Answer answer(Query query) {
    Oai oai = new Oai(BASE, query);
    try {
      return switch (query.value("verb").orElse("")) {
        case "Identify" -> identify(oai);
        case "ListSets" -> sets(oai);
        case "GetRecord" -> record(oai);
        case "ListIdentifiers", "ListRecords" -> list(oai, query);
        default -> throw new Oai.Refused("badVerb", "Not a legal verb.");
      };
    } catch (Oai.Refused why) {
      return oai.refused(why);
    }
  }

  private static Answer identify(Oai oai) {
    oai.allowNothing();
    return oai.answer(
        "Identify",
        Oai.element("repositoryName", "CERN Open Data Portal")
            + Oai.element("baseURL", BASE)
            + Oai.element("protocolVersion", "2.0")
            + Oai.element("earliestDatestamp", "2014-11-20T00:00:00Z")
            + Oai.element("deletedRecord", "no")
            + Oai.element("granularity", "YYYY-MM-DDThh:mm:ssZ"));
  }

  private Answer sets(Oai oai) {
    oai.allowNothing();
    StringBuilder xml = new StringBuilder();
    records().stream()
        .flatMap(record -> sets(record).stream())
        .distinct()
        .sorted()
        .forEach(
            set ->
                xml.append("<set>\n" + Oai.element("setSpec", set))
                    .append(Oai.element("setName", set) + "</set>\n"));
    return oai.answer("ListSets", xml.toString());
  }

  /** The set of an experiment goes by the exact name of the collaboration, as on the portal. */
  private static List<String> sets(CernRecord record) {
    List<String> sets = new ArrayList<>(List.of(EVERYTHING));
    sets.add("records-" + record.metadata().at("/type/primary").asText());
    String collaboration = record.metadata().at("/collaboration/name").asText();
    if (collaboration.endsWith(" Collaboration")) {
      sets.add("exp-" + collaboration.replace(" Collaboration", ""));
    }
    return sets;
  }

  private List<CernRecord> records() {
    return data.all().stream()
        .filter(CernRecord::isRecord)
        .sorted(Comparator.comparing(CernRecord::updated).thenComparing(CernRecord::id))
        .toList();
  }

  private Answer record(Oai oai) {
    oai.allow(List.of("identifier", "metadataPrefix"));
    String asked = oai.required("identifier");
    return records().stream()
        .filter(record -> identifier(record.id()).equals(asked))
        .findFirst()
        .map(record -> oai.answer("GetRecord", dublinCore(record)))
        .orElseThrow(() -> new Oai.Refused("idDoesNotExist", "No matching identifier"));
  }

  private Answer list(Oai oai, Query query) {
    Optional<String> token = query.value("resumptionToken");
    Query asked = token.map(t -> resumed(oai, t)).orElse(query);
    if (token.isEmpty()) {
      oai.allow(List.of("metadataPrefix", "from", "until", "set"));
    }
    if (!asked.value("metadataPrefix").equals(Optional.of("oai_dc"))) {
      throw new Oai.Refused("cannotDisseminateFormat", "The sample speaks oai_dc only");
    }
    int page = asked.number("page", 1);
    List<CernRecord> rest =
        records().stream()
            .filter(record -> chosen(asked, record))
            .skip((page - 1L) * PER_PAGE)
            .limit(PER_PAGE)
            .toList();
    if (rest.isEmpty()) {
      throw new Oai.Refused("noRecordsMatch", "The arguments result in an empty list.");
    }
    boolean whole = query.value("verb").equals(Optional.of("ListRecords"));
    StringBuilder xml = new StringBuilder();
    rest.forEach(record -> xml.append(whole ? dublinCore(record) : header(record)));
    if (rest.size() == PER_PAGE) {
      Instant expires = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
      String next = asked.with("page", Integer.toString(page + 1));
      xml.append("<resumptionToken expirationDate=\"" + expires + "\">");
      xml.append(URLEncoder.encode(next, StandardCharsets.UTF_8) + "</resumptionToken>\n");
    }
    return oai.answer(oai.required("verb"), xml.toString());
  }

  private static Query resumed(Oai oai, String token) {
    oai.allow(List.of("resumptionToken"));
    Query asked = Query.parse(URLDecoder.decode(token, StandardCharsets.UTF_8));
    if (asked.value("verb").isEmpty()) {
      throw new Oai.Refused("badResumptionToken", "The token is invalid or expired.");
    }
    return asked;
  }

  private static boolean chosen(Query asked, CernRecord record) {
    Instant updated = record.updated();
    return asked.value("from").map(from -> !updated.isBefore(time(from))).orElse(true)
        && asked.value("until").map(until -> !updated.isAfter(time(until))).orElse(true)
        && asked.value("set").map(sets(record)::contains).orElse(true);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
    } catch (DateTimeException e) {
      throw Oai.badArgument("not a date: " + text);
    }
  }

  private static String header(CernRecord record) {
    StringBuilder header = new StringBuilder("<header>\n");
    header.append(Oai.element("identifier", identifier(record.id())));
    header.append(
        Oai.element("datestamp", record.updated().truncatedTo(ChronoUnit.SECONDS).toString()));
    sets(record).forEach(set -> header.append(Oai.element("setSpec", set)));
    return header.append("</header>\n").toString();
  }

  private static String dublinCore(CernRecord record) {
    return "<record>\n"
        + header(record)
        + "<metadata>\n<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\""
        + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
        + Oai.element("dc:title", record.metadata().path("title").asText())
        + Oai.element("dc:identifier", record.metadata().path("doi").asText())
        + Oai.element("dc:rights", "open access")
        + "</oai_dc:dc>\n</metadata>\n</record>\n";
  }
}
