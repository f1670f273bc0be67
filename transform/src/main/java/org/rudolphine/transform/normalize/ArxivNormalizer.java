package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.mention.ArxivId;

/**
 * Rows of {@code papers} from arXiv: OAI-PMH records in the formats {@code arXivRaw} and {@code
 * arXiv}, and lines of the bulk snapshot. Each format is a facet; the newest state decides. E-mail
 * addresses stay in the raw record.
 */
public final class ArxivNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final String TABLE = "papers";
  private static final Pattern REMOVED = Pattern.compile("[<(]?\\[address removed][>)]?");

  /** All settings that matter here are in the record. */
  public ArxivNormalizer(SourceSettings settings) {}

  @Override
  public List<String> tables() {
    return List.of(TABLE);
  }

  @Override
  public String familyOf(String nativeId) {
    String id = ArxivId.canonical(nativeId);
    return id == null ? nativeId : id;
  }

  @Override
  public String keyOf(String nativeId) {
    return familyOf(nativeId);
  }

  @Override
  public Map<String, Object> combine(List<NormalizedRow> facets) {
    return ArxivFacets.combine(facets);
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    boolean snapshot = record.kind().equals("snapshot");
    if (!snapshot && !record.kind().equals("oai-arXivRaw") && !record.kind().equals("oai-arXiv")) {
      sink.skip("a kind of record that no table is made of");
      return;
    }
    ArxivPaper paper;
    try {
      paper = snapshot ? ArxivJson.read(record.payload()) : ArxivXml.read(record);
    } catch (XMLStreamException e) {
      sink.reject("record", "not well-formed XML", record.text());
      return;
    } catch (IOException e) {
      sink.reject("record", "not a JSON object", record.text());
      return;
    }
    String id = ArxivId.canonical(record.nativeId());
    if (id == null) {
      sink.reject("paper_id", "no arXiv identifier", record.nativeId());
      return;
    }
    String stated = paper.text("id");
    if (stated != null && !id.equals(ArxivId.canonical(stated))) {
      sink.reject("paper_id", "header and metadata name different papers", stated);
      return;
    }
    String title = line(paper, "title");
    if (title == null) {
      sink.reject("title", "missing", record.text());
      return;
    }
    write(id, title, record, paper, sink);
  }

  private static void write(
      String id, String title, RawRecord record, ArxivPaper paper, RowSink sink) {
    LocalDate updated =
        record.datestamp() == null
            ? null
            : record.datestamp().atOffset(ZoneOffset.UTC).toLocalDate();
    boolean snapshot = record.kind().equals(ArxivFacets.SNAPSHOT);
    if (updated == null && snapshot && paper.text("update_date") != null) {
      paper.issue("update_date", "not a date");
    } else if (updated == null && !snapshot) {
      paper.issue("datestamp", "missing or not a date");
    }
    String facet = snapshot && updated == null ? ArxivFacets.UNDATED : record.kind();
    RowBuilder row =
        sink.row(TABLE, id)
            .facet(facet, ArxivFacets.precedence(facet))
            .text("title", title)
            .text("abstract", line(paper, "abstract"))
            .text("submitter", submitter(paper))
            .text("comments", line(paper, "comments"))
            .text("journal_ref", line(paper, "journal-ref"))
            .text("report_no", line(paper, "report-no"))
            .text("msc_class", line(paper, "msc-class"))
            .text("acm_class", acmClass(paper))
            .text("proxy", line(paper, "proxy"))
            .date("updated_on", updated);
    authors(paper, row);
    dois(paper, row);
    licence(paper, row);
    String categories = line(paper, "categories");
    if (categories != null) {
      ArxivCategories.of(categories).write(row);
    }
    times(paper, row);
    paper.issues().forEach(issue -> row.issue(issue.field(), issue.reason()));
  }

  /** A field on one line without e-mail addresses; null when nothing is left of it. */
  private static String line(ArxivPaper paper, String name) {
    String given = paper.text(name);
    if (given == null) {
      return null;
    }
    String line = MailAddresses.removed(OneLine.of(given));
    if (line.length() < given.length() && OneLine.hasControls(given)) {
      paper.issue(name, "control characters: left out");
    }
    return line.isEmpty() ? null : line;
  }

  private static String submitter(ArxivPaper paper) {
    String line = line(paper, "submitter");
    if (line == null || line.indexOf('[') < 0) {
      return line;
    }
    String name = OneLine.of(REMOVED.matcher(line).replaceAll(""));
    return name.isEmpty() ? null : name;
  }

  private static void authors(ArxivPaper paper, RowBuilder row) {
    String line = line(paper, "authors");
    List<PersonName> authors = paper.authors();
    if (line == null && authors != null && !authors.isEmpty()) {
      line = authors.stream().map(PersonName::inLine).collect(Collectors.joining(", "));
    }
    if (authors == null || authors.isEmpty()) {
      authors = ArxivAuthors.parse(line);
    }
    row.text("authors", line);
    if (!authors.isEmpty()) {
      row.structs("authors_parsed", authors.stream().map(PersonName::struct).toList());
    }
  }

  /** The service fills the ACM class from the MSC class, and writes None where there is neither. */
  private static String acmClass(ArxivPaper paper) {
    String acm = line(paper, "acm-class");
    boolean repeated = acm != null && (acm.equals("None") || acm.equals(line(paper, "msc-class")));
    return repeated ? null : acm;
  }

  private static void dois(ArxivPaper paper, RowBuilder row) {
    String given = line(paper, "doi");
    if (given == null) {
      return;
    }
    List<String> refused = new ArrayList<>();
    List<String> dois = ArxivFields.dois(given, refused);
    row.text("doi_given", given);
    if (!dois.isEmpty()) {
      row.texts("dois", dois);
    }
    if (!refused.isEmpty()) {
      paper.issue("doi", "not a DOI: left out");
    }
  }

  private static void licence(ArxivPaper paper, RowBuilder row) {
    String given = line(paper, "license");
    if (given == null) {
      return;
    }
    String licence = ArxivFields.licence(given);
    row.text("paper_licence", licence);
    if (!ArxivFields.knownLicence(licence)) {
      paper.issue("license", "not a licence that arXiv is known to offer");
    }
  }

  private static void times(ArxivPaper paper, RowBuilder row) {
    List<Map<String, Object>> versions = ArxivFields.versions(paper);
    if (!versions.isEmpty()) {
      row.structs("versions", versions).whole("version_count", (long) versions.size());
      Map<String, Object> first = versions.get(0);
      if (first.get("version").equals(1) && first.get("created_at") instanceof Instant time) {
        row.time("submitted_at", time);
      }
    } else if (paper.text("created") != null) {
      created(paper, row);
    }
    String basis = Withdrawal.basis(versions, line(paper, "comments"));
    row.flag("withdrawn", basis != null).text("withdrawn_basis", basis);
  }

  /** The new service writes the current version's date here, the old one the first version's. */
  private static void created(ArxivPaper paper, RowBuilder row) {
    try {
      LocalDate day = LocalDate.parse(OneLine.of(paper.text("created")));
      row.time("submitted_at", day.atStartOfDay(ZoneOffset.UTC).toInstant());
      paper.issue("created", "may be the date of a later version: used where versions are unknown");
    } catch (DateTimeParseException e) {
      paper.issue("created", "not a date");
    }
  }
}
