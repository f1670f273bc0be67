package org.rudolphine.transform.mention;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** References to papers and datasets: DOIs, record addresses, arXiv identifiers. */
final class ReferencePatterns {
  private static final Pattern OPENDATA_DOI =
      Pattern.compile(
          "10\\.7483/OPENDATA\\.\\s?([A-Z]+\\.\\s?[A-Z0-9]{4}\\.\\s?[A-Z0-9]{4})(?![A-Z0-9])",
          Pattern.CASE_INSENSITIVE);

  /** Early ones deviate from four and four. */
  private static final Pattern ODD_OPENDATA_DOI =
      Pattern.compile(
          "10\\.7483/OPENDATA\\.([A-Z]+(?:\\.[A-Z0-9]{2,8}){1,3})(?![A-Z0-9])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern RECORD =
      Pattern.compile(
          "opendata(?:-dev|-qa)?(?:\\.web)?\\.cern\\.ch/(?:api/)?records?/\\s?(\\d{1,9})(?!\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HEPDATA_DOI =
      Pattern.compile(
          "10\\.17182/hepdata\\.(\\d+)(?:\\.v(\\d+))?(?:/([tr]\\d+))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern HEPDATA =
      Pattern.compile(
          "hepdata(?:\\.net/record)?/?\\s*(?:record\\s)?(ins\\d{3,9})(?!\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ZENODO =
      Pattern.compile("zenodo\\.org/(records?)/(\\d{1,10})(?!\\d)", Pattern.CASE_INSENSITIVE);
  private static final Pattern INSPIRE =
      Pattern.compile(
          "inspirehep\\.net/(?:api/)?(?:literature|record)/(\\d{1,9})(?!\\d)"
              + "|(?<![A-Za-z0-9])INSPIRE-([1-9]\\d{3,8})(?![\\d-])",
          Pattern.CASE_INSENSITIVE);

  private static final String NEW_ID = "\\d{2}(?:0[1-9]|1[0-2])\\.\\d{4,5}";
  private static final String OLD_ID =
      "(?:"
          + ArxivId.archives().stream().sorted().collect(Collectors.joining("|"))
          + ")(?:\\.[A-Za-z]{2}|\\.[a-z]+-[a-z]+)?/\\d{7}";
  private static final Pattern ARXIV =
      Pattern.compile(
          "(?:(?<![A-Za-z0-9])arXiv\\s?[:\\s/]\\s*|arxiv\\.org/(?:abs|pdf|html|ps)/"
              + "|10\\.48550/arXiv\\.)("
              + NEW_ID
              + "|"
              + OLD_ID
              + ")(?:v\\d{1,3})?(?!\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEXT_ARXIV =
      Pattern.compile(
          "(?:\\s?[,;]\\s?(?:and\\s)?|\\sand\\s)(" + NEW_ID + ")(?:v\\d{1,3})?(?!\\d|\\.\\d)");
  private static final Pattern BARE_OLD =
      Pattern.compile("(?<![A-Za-z0-9./:-])(" + OLD_ID + ")(?:v\\d{1,3})?(?!\\d)");
  private static final Pattern IN_BRACKETS =
      Pattern.compile("\\[\\s?(" + NEW_ID + ")(?:v\\d{1,3})?\\s?(?:\\[[a-z.A-Z-]+])?\\s?]");

  private static final Pattern DOI =
      Pattern.compile("(?<![0-9A-Za-z.])10\\.\\d{4,9}(?:/|%2[Ff])[^\\s\"]{3,}");

  /** Where a second reference begins without a blank. */
  private static final Pattern NEXT_REFERENCE =
      Pattern.compile("[,;\\[(]+(?:10\\.\\d{4}|arxiv|https?:|doi:)", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final Consumer<Hit> found;

  private ReferencePatterns(String text, Consumer<Hit> found) {
    this.text = text;
    this.found = found;
  }

  static void find(String text, Consumer<Hit> found) {
    ReferencePatterns patterns = new ReferencePatterns(text, found);
    patterns.datasets();
    patterns.arXiv();
    patterns.dois();
  }

  private void datasets() {
    Matcher usual = OPENDATA_DOI.matcher(text);
    while (usual.find()) {
      openData(usual, usual.group(1).indexOf(' ') < 0 ? 1.0 : 0.9);
    }
    Matcher odd = ODD_OPENDATA_DOI.matcher(text);
    while (odd.find()) {
      openData(odd, 0.8);
    }
    Matcher record = RECORD.matcher(text);
    while (record.find()) {
      hit(MentionKind.OPENDATA_RECID, number(record.group(1)), record, 1.0);
    }
    Matcher table = HEPDATA_DOI.matcher(text);
    while (table.find()) {
      hit(MentionKind.HEPDATA_DOI, table.group().toLowerCase(Locale.ROOT), table, 1.0);
    }
    Matcher hepdata = HEPDATA.matcher(text);
    while (hepdata.find()) {
      hit(MentionKind.HEPDATA_ID, hepdata.group(1).toLowerCase(Locale.ROOT), hepdata, 0.95);
    }
    Matcher zenodo = ZENODO.matcher(text);
    while (zenodo.find()) {
      String path = zenodo.group(1).toLowerCase(Locale.ROOT) + "/" + zenodo.group(2);
      hit(MentionKind.ZENODO_URL, "https://zenodo.org/" + path, zenodo, 1.0);
    }
    Matcher inspire = INSPIRE.matcher(text);
    while (inspire.find()) {
      boolean address = inspire.group(1) != null;
      String id = address ? inspire.group(1) : inspire.group(2);
      hit(MentionKind.INSPIRE_ID, number(id), inspire, address ? 1.0 : 0.8);
    }
  }

  private void openData(Matcher doi, double sure) {
    String name = doi.group(1).replace(" ", "").toUpperCase(Locale.ROOT);
    hit(MentionKind.OPENDATA_DOI, "10.7483/OPENDATA." + name, doi, sure);
  }

  private static String number(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }

  private void arXiv() {
    Matcher named = ARXIV.matcher(text);
    while (named.find()) {
      arXiv(named, 1.0);
      Matcher next = NEXT_ARXIV.matcher(text).region(named.end(), text.length());
      while (next.lookingAt()) {
        String id = ArxivId.canonical(next.group(1));
        if (id == null) {
          break;
        }
        found.accept(new Hit(MentionKind.ARXIV_ID, id, next.start(1), next.end(), 0.85));
        next.region(next.end(), text.length());
      }
    }
    Matcher bare = BARE_OLD.matcher(text);
    while (bare.find()) {
      arXiv(bare, 0.9);
    }
    Matcher bracketed = IN_BRACKETS.matcher(text);
    while (bracketed.find()) {
      arXiv(bracketed, 0.6);
    }
  }

  private void arXiv(Matcher match, double sure) {
    String id = ArxivId.canonical(match.group(1));
    if (id == null) {
      id = ArxivId.canonical(match.group(1).toLowerCase(Locale.ROOT));
    }
    if (id != null) {
      hit(MentionKind.ARXIV_ID, id, match, sure);
    }
  }

  private void dois() {
    Matcher doi = DOI.matcher(text);
    int from = 0;
    while (doi.find(from)) {
      String given = doi.group();
      Matcher next = NEXT_REFERENCE.matcher(given);
      if (next.find()) {
        given = given.substring(0, next.start());
      }
      from = doi.start() + given.length();
      String trimmed = Doi.trimmed(given);
      String canonical = Doi.canonical(decoded(trimmed));
      if (canonical != null && !brokenOff(trimmed, doi.start() + trimmed.length())) {
        int end = doi.start() + trimmed.length();
        found.accept(new Hit(MentionKind.DOI, canonical, doi.start(), end, 0.95));
      }
    }
  }

  /** Whether it goes on behind the hyphen and the blank at its end. */
  private boolean brokenOff(String doi, int end) {
    return doi.endsWith("-")
        && end + 1 < text.length()
        && text.charAt(end) == ' '
        && Character.isLetterOrDigit(text.charAt(end + 1));
  }

  private static String decoded(String doi) {
    if (doi.indexOf('%') < 0) {
      return doi;
    }
    try {
      return URLDecoder.decode(doi.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return doi; // a percent sign that encodes nothing
    }
  }

  private void hit(MentionKind kind, String id, Matcher match, double sure) {
    found.accept(new Hit(kind, id, match.start(), match.end(), sure));
  }
}
