package org.rudolphine.jobs.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * arXiv's OAI-PMH interface as its software of 2026 behaves: days without times, tokens that hold
 * the whole request and an offset, no sizes of lists, an empty token at the end of a list of
 * several pages, and an echo of the request that shows the last day of the page as {@code from}.
 *
 * <p>Its pages are small, so that a harvest of the sample needs several.
 */
final class ArxivSite implements Site {
  static final String BASE = "https://oaipmh.arxiv.org/oai";
  static final LocalDate EARLIEST = LocalDate.of(2005, 9, 16);

  private static final int RECORDS_PER_PAGE = 12;
  private static final int HEADERS_PER_PAGE = 20;
  private static final List<String> FORMATS = List.of("oai_dc", "arXiv", "arXivRaw");
  private static final List<String> GROUPS =
      List.of("physics", "math", "q-bio", "cs", "q-fin", "stat", "eess", "econ");
  private static final List<String> ARCHIVES =
      List.of(
          "astro-ph",
          "cond-mat",
          "gr-qc",
          "hep-ex",
          "hep-lat",
          "hep-ph",
          "hep-th",
          "math-ph",
          "nlin",
          "nucl-ex",
          "nucl-th",
          "physics",
          "quant-ph");

  private final ArxivData data;

  ArxivSite(ArxivData data) {
    this.data = data;
  }

  /** A list as it was asked for, and how much of it has been served. */
  private record Selection(
      String verb,
      String prefix,
      Optional<LocalDate> from,
      Optional<LocalDate> until,
      Optional<String> set,
      int skip) {

    boolean chooses(ArxivPaper paper) {
      LocalDate day = paper.datestamp();
      return from.map(f -> !day.isBefore(f)).orElse(true)
          && until.map(u -> !day.isAfter(u)).orElse(true)
          && set.map(paper::isIn).orElse(true);
    }

    Selection next(LocalDate lastDay, int served) {
      LocalDate end = until.orElseGet(ArxivSite::today);
      return new Selection(verb, prefix, Optional.of(lastDay), Optional.of(end), set, served);
    }

    /** The token as it stands in the document, encoded once. */
    String token() {
      StringBuilder text = new StringBuilder("verb=" + verb + "&metadataPrefix=" + prefix);
      from.ifPresent(day -> text.append("&from=").append(day));
      until.ifPresent(day -> text.append("&until=").append(day));
      set.ifPresent(s -> text.append("&set=").append(encoded(s)));
      return encoded(text.append("&skip=").append(skip).toString());
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  @Override
  public Answer answer(String path, Query query) {
    if (!path.equals("/oai")) {
      return Answer.of(404, Answer.HTML, "<html><body>Not Found</body></html>");
    }
    Oai oai = new Oai(BASE, query);
    try {
      return answer(oai, query);
    } catch (Oai.Refused why) {
      return oai.refused(why);
    }
  }

  private Answer answer(Oai oai, Query query) {
    return switch (query.value("verb").orElse("")) {
      case "Identify" -> identify(oai);
      case "ListMetadataFormats" -> formats(oai);
      case "ListSets" -> sets(oai);
      case "GetRecord" -> record(oai);
      case "ListRecords", "ListIdentifiers" -> list(oai, query);
      default ->
          throw new Oai.Refused("badVerb", "Not a legal verb. Reason: Invalid verb provided");
    };
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static Answer identify(Oai oai) {
    oai.allowNothing();
    return oai.answer(
        "Identify",
        Oai.element("repositoryName", "arXiv")
            + Oai.element("baseURL", BASE)
            + Oai.element("protocolVersion", "2.0")
            + Oai.element("adminEmail", "help@arxiv.org")
            + Oai.element("earliestDatestamp", EARLIEST.toString())
            + Oai.element("deletedRecord", "persistent")
            + Oai.element("granularity", "YYYY-MM-DD"));
  }

  private Answer formats(Oai oai) {
    oai.allow(List.of("identifier"));
    StringBuilder xml = new StringBuilder();
    for (String format : FORMATS) {
      xml.append("<metadataFormat>\n").append(Oai.element("metadataPrefix", format));
      xml.append(Oai.element("schema", "https://oaipmh.arxiv.org/OAI/" + format + ".xsd"));
      xml.append(Oai.element("metadataNamespace", "http://arxiv.org/OAI/" + format + "/"));
      xml.append("</metadataFormat>\n");
    }
    return oai.answer("ListMetadataFormats", xml.toString());
  }

  private Answer sets(Oai oai) {
    oai.allowNothing();
    StringBuilder xml = new StringBuilder();
    known()
        .forEach(
            set ->
                xml.append("<set>\n" + Oai.element("setSpec", set))
                    .append(Oai.element("setName", set.substring(set.lastIndexOf(':') + 1)))
                    .append("</set>\n"));
    return oai.answer("ListSets", xml.toString());
  }

  private Stream<String> known() {
    return Stream.of(
            GROUPS.stream(),
            ARCHIVES.stream().map(ArxivPaper::set),
            data.all().stream().flatMap(paper -> paper.sets().stream()))
        .flatMap(sets -> sets)
        .distinct();
  }

  private Answer record(Oai oai) {
    oai.allow(List.of("identifier", "metadataPrefix"));
    String asked = oai.required("identifier");
    String prefix = format(oai.required("metadataPrefix"));
    return data.all().stream()
        .filter(paper -> paper.identifier().equals(asked))
        .findFirst()
        .map(paper -> oai.answer("GetRecord", paper.record(prefix)))
        .orElseThrow(
            () ->
                new Oai.Refused(
                    "idDoesNotExist", "Unknown or illegal identifier. Reason: Nothing found"));
  }

  private static String format(String prefix) {
    if (!FORMATS.contains(prefix)) {
      throw new Oai.Refused(
          "cannotDisseminateFormat", "Not supported. Reason: Did not recognize requested format");
    }
    return prefix;
  }

  private Answer list(Oai oai, Query query) {
    Optional<String> token = query.value("resumptionToken");
    return page(oai, token.isPresent() ? resumed(oai, token.get()) : asked(oai, query), token);
  }

  private Selection asked(Oai oai, Query query) {
    oai.allow(List.of("metadataPrefix", "from", "until", "set"));
    String prefix = format(oai.required("metadataPrefix"));
    Optional<LocalDate> from = query.value("from").map(day -> day("from", day));
    Optional<LocalDate> until = query.value("until").map(day -> day("until", day));
    if (from.isPresent() && from.get().isBefore(EARLIEST)) {
      throw Oai.badArgument("start date too early");
    }
    if (until.isPresent() && until.get().isAfter(today().plusDays(1))) {
      throw Oai.badArgument("until date too late");
    }
    if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
      throw Oai.badArgument("from date after until date");
    }
    Optional<String> set = query.value("set");
    if (set.isPresent() && known().noneMatch(set.get()::equals)) {
      throw Oai.badArgument("Set does not exist");
    }
    return new Selection(oai.required("verb"), prefix, from, until, set, 0);
  }

  private static LocalDate day(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw Oai.badArgument(name + " date format must be YYYY-MM-DD");
    }
  }

  /** Reads a token; the server undoes one more encoding than the request line had, if there is. */
  private static Selection resumed(Oai oai, String token) {
    oai.allow(List.of("resumptionToken"));
    try {
      String text = token.contains("=") ? token : URLDecoder.decode(token, StandardCharsets.UTF_8);
      Query parts = Query.parse(text);
      if (!oai.required("verb").equals(parts.value("verb").orElseThrow())) {
        throw new IllegalArgumentException("a token of another verb");
      }
      return new Selection(
          oai.required("verb"),
          format(parts.value("metadataPrefix").orElseThrow()),
          parts.value("from").map(LocalDate::parse),
          parts.value("until").map(LocalDate::parse),
          parts.value("set"),
          Integer.parseInt(parts.value("skip").orElseThrow()));
    } catch (RuntimeException e) {
      throw new Oai.Refused(
          "badResumptionToken", "Invalid or expired. Reason: Token decoding failed");
    }
  }

  private Answer page(Oai oai, Selection selection, Optional<String> token) {
    List<ArxivPaper> rest =
        data.all().stream().filter(selection::chooses).skip(selection.skip()).toList();
    boolean whole = selection.verb().equals("ListRecords");
    List<ArxivPaper> page =
        rest.stream().limit(whole ? RECORDS_PER_PAGE : HEADERS_PER_PAGE).toList();
    if (page.isEmpty()) {
      throw new Oai.Refused("noRecordsMatch", "The arguments result in an empty list.");
    }
    oai.echo("from", page.get(page.size() - 1).datestamp().toString());
    StringBuilder xml = new StringBuilder();
    page.forEach(p -> xml.append(whole ? p.record(selection.prefix()) : p.header()));
    if (page.size() < rest.size()) {
      xml.append("<resumptionToken expirationDate=\"" + today().plusDays(1) + "T00:00:00Z\">");
      xml.append(Oai.escape(next(selection, page).token())).append("</resumptionToken>\n");
    } else if (token.isPresent()) {
      xml.append("<resumptionToken/>\n");
    }
    return oai.answer(selection.verb(), xml.toString());
  }

  /** The next page starts on the last day of this one, behind what was served of that day. */
  private static Selection next(Selection selection, List<ArxivPaper> page) {
    Map<LocalDate, Integer> served = new TreeMap<>();
    page.forEach(paper -> served.merge(paper.datestamp(), 1, Integer::sum));
    List<LocalDate> days = new ArrayList<>(served.keySet());
    LocalDate last = days.get(days.size() - 1);
    boolean sameDay = selection.from().map(last::equals).orElse(false);
    return selection.next(last, served.get(last) + (sameDay ? selection.skip() : 0));
  }
}
