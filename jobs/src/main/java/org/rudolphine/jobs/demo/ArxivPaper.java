package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A paper of the sample as the provider's OAI-PMH formats write it. */
record ArxivPaper(ObjectNode paper) implements Comparable<ArxivPaper> {
  private static final Comparator<ArxivPaper> ORDER =
      Comparator.comparing(ArxivPaper::datestamp).thenComparing(ArxivPaper::id);
  private static final DateTimeFormatter SUBMITTED =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);
  private static final Set<String> GROUPS =
      Set.of("math", "q-bio", "cs", "q-fin", "stat", "eess", "econ");
  private static final List<String> RAW =
      List.of(
          "comments",
          "proxy",
          "report-no",
          "acm-class",
          "msc-class",
          "journal-ref",
          "doi",
          "license",
          "abstract");

  @Override
  public int compareTo(ArxivPaper other) {
    return ORDER.compare(this, other);
  }

  String id() {
    return text("id");
  }

  String identifier() {
    return "oai:arXiv.org:" + id();
  }

  LocalDate datestamp() {
    return LocalDate.parse(text("datestamp"));
  }

  private String text(String field) {
    return paper.path(field).asText("");
  }

  private boolean deleted() {
    return paper.path("deleted").asBoolean();
  }

  /** Sets of all categories, and the other name of mathematical physics. */
  List<String> sets() {
    List<String> sets = new ArrayList<>();
    for (String category : text("categories").split(" ")) {
      sets.add(set(category));
      if (category.equals("math-ph")) {
        sets.add("math:math:MP");
      }
    }
    return sets;
  }

  static String set(String category) {
    String archive = category.replaceAll("\\..*", "");
    return (GROUPS.contains(archive) ? archive : "physics") + ":" + category.replace('.', ':');
  }

  /** True for the set of a category and for the archive and group above it. */
  boolean isIn(String set) {
    return sets().stream().anyMatch(own -> own.equals(set) || own.startsWith(set + ":"));
  }

  String header() {
    StringBuilder header =
        new StringBuilder(deleted() ? "<header status=\"deleted\">" : "<header>");
    header.append('\n').append(Oai.element("identifier", identifier()));
    header.append(Oai.element("datestamp", text("datestamp")));
    sets().forEach(set -> header.append(Oai.element("setSpec", set)));
    return header.append("</header>\n").toString();
  }

  /** The whole record in a format that {@link ArxivSite} offers. */
  String record(String prefix) {
    String metadata = deleted() ? "" : "<metadata>\n" + metadata(prefix) + "</metadata>\n";
    return "<record>\n" + header() + metadata + "</record>\n";
  }

  private String metadata(String prefix) {
    return switch (prefix) {
      case "arXivRaw" -> arXivRaw();
      case "arXiv" -> arXiv();
      default -> dublinCore();
    };
  }

  private String arXivRaw() {
    StringBuilder xml = new StringBuilder(opening("arXivRaw"));
    xml.append(Oai.element("id", id())).append(Oai.element("submitter", text("submitter")));
    for (JsonNode version : paper.path("version")) {
      xml.append("<version version=\"").append(version.path("version").asText()).append("\">\n");
      for (String part : List.of("date", "size", "source_type")) {
        xml.append(Oai.element(part, version.path(part).asText("")));
      }
      xml.append("</version>\n");
    }
    for (String part : List.of("title", "authors", "categories")) {
      xml.append(Oai.element(part, text(part)));
    }
    RAW.forEach(part -> xml.append(Oai.element(part, text(part))));
    return xml.append("</arXivRaw>\n").toString();
  }

  /** {@code created} is the date of the newest version, as the provider's software has it. */
  private String arXiv() {
    StringBuilder xml = new StringBuilder(opening("arXiv"));
    xml.append(Oai.element("id", id()));
    xml.append(Oai.element("created", newest().toString()));
    xml.append(Oai.element("updated", text("datestamp"))).append("<authors>\n");
    for (String author : text("authors").split(", ")) {
      int key = author.startsWith("The ") || author.startsWith("the ") ? 0 : keyname(author);
      xml.append("<author>\n").append(Oai.element("keyname", author.substring(key)));
      xml.append(Oai.element("forenames", author.substring(0, key).strip()));
      xml.append("</author>\n");
    }
    xml.append("</authors>\n").append(Oai.element("title", text("title")));
    xml.append(Oai.element("categories", text("categories")));
    RAW.forEach(part -> xml.append(Oai.element(part, text(part).strip())));
    return xml.append("</arXiv>\n").toString();
  }

  private static int keyname(String author) {
    return author.lastIndexOf(' ') + 1;
  }

  private LocalDate newest() {
    JsonNode versions = paper.path("version");
    String date = versions.get(versions.size() - 1).path("date").asText();
    return LocalDate.parse(date, SUBMITTED);
  }

  private String dublinCore() {
    StringBuilder xml =
        new StringBuilder(
            """
            <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/">
            """);
    xml.append(Oai.element("dc:title", text("title")));
    for (String author : text("authors").split(", ")) {
      xml.append(Oai.element("dc:creator", author));
    }
    xml.append(Oai.element("dc:description", text("abstract").strip()));
    xml.append(Oai.element("dc:date", newest().toString())).append(Oai.element("dc:type", "text"));
    xml.append(Oai.element("dc:identifier", "https://arxiv.org/abs/" + id()));
    xml.append(Oai.element("dc:identifier", "http://arxiv.org/abs/" + id()));
    return xml.append("</oai_dc:dc>\n").toString();
  }

  private static String opening(String format) {
    String space = "http://arxiv.org/OAI/" + format + "/";
    return "<%1$s xmlns=\"%2$s\" xsi:schemaLocation=\"%2$s https://oaipmh.arxiv.org/OAI/%1$s.xsd\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
        .formatted(format, space);
  }
}
