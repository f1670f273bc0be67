package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Rows of {@code series} from one table. */
final class HepDataRows {
  private static final String DOI_SITE = "https://doi.org/";

  private final Map<String, Object> facts;
  private final Map<String, Object> about;
  private final String record;
  private final String version;
  private final String name;
  private final String description;
  private final String doi;
  private final HepDataLicence licence;
  private final HepDataTable table;
  private final List<HepDataSide> sides;

  /**
   * @param envelope the raw record: what site and submission say of the table
   */
  HepDataRows(Map<String, Object> envelope, HepDataTable table) {
    Map<String, Object> head = HepDataTable.map(envelope.get("head"));
    this.facts = HepDataTable.map(envelope.get("facts"));
    this.about = HepDataTable.map(envelope.get("table"));
    this.record = String.valueOf(envelope.get("record"));
    this.version = "v" + envelope.get("version");
    this.name = text(envelope.get("name"), text(about.get("name"), ""));
    this.description = text(about.get("description"), "");
    this.doi = doi(about.get("table_doi"), facts.get("hepdata_doi"), head.get("hepdata_doi"));
    HepDataLicence ofTable = HepDataLicence.of(about.get("data_license"));
    this.licence = ofTable != null ? ofTable : HepDataLicence.of(head.get("data_license"));
    this.table = table;
    this.sides = HepDataSide.of(table.columns(), name, description);
  }

  /** What a column is called within its table. */
  static String name(HepDataColumn column, int index) {
    String name = column.header().name();
    return name.isEmpty() ? "column " + (index + 1) : name;
  }

  void write(int index, RowBuilder row) {
    HepDataColumn column = table.columns().get(index);
    HepDataSide side = sides.get(index);
    HepDataConditions conditions = HepDataConditions.of(column.qualifiers(), about.get("keywords"));
    if (side.words().content() != null) {
      conditions.text("content", side.words().content());
    }
    if (side.stem() != null) {
      conditions.text("identifier_stem", side.stem());
    }
    if (side.words().variant() != null) {
      conditions.text("variant", side.words().variant());
    }
    row.text("case_id", record)
        .text("side", side.side())
        .text("side_reason", side.reason())
        .number("side_confidence", side.confidence())
        .text("provider", provider(side))
        .text("code", side.code())
        .text("model", side.model())
        .text("quantity", quantity(side, conditions))
        .text("quantity_given", name(column, index))
        .text("unit", column.header().unit())
        .text("zone", name)
        .whole("zone_index", 0L)
        .numbersByName("conditions", conditions.numbers())
        .numbersByName("conditions_own", conditions.numbers())
        .textsByName("conditions_text", conditions.texts())
        .whole("n_points", (long) column.rows())
        .texts(
            "comments",
            Stream.of(description, text(about.get("location"), ""))
                .filter(text -> !text.isEmpty())
                .toList())
        .text("file_name", fileName())
        .text("file_version", version)
        .text("doi", doi)
        .texts("papers", papers());
    places(side, row);
    values(column, row);
    if (licence != null) {
      row.licence(licence.id(), licence.redistribute());
      if (licence.redistribute().equals("unknown")) {
        row.issue("licence", "a licence that is not known here");
      }
    }
  }

  private String provider(HepDataSide side) {
    if (side.provider() != null) {
      return side.provider();
    }
    List<String> collaborations =
        HepDataTable.list(facts.get("collaborations")).stream().map(String::valueOf).toList();
    return collaborations.isEmpty() ? record : String.join(", ", collaborations);
  }

  /** One for measurement and predictions: the header without the words that tell them apart. */
  private String quantity(HepDataSide side, HepDataConditions conditions) {
    String stem = side.words().stem();
    if (!stem.isEmpty()) {
      return stem;
    }
    return conditions.texts().getOrDefault("observables", name.isEmpty() ? "value" : name);
  }

  private String fileName() {
    return record + "/" + version + "/" + text(about.get("data_file"), name);
  }

  private List<String> papers() {
    List<String> papers = new ArrayList<>();
    if (record.startsWith("ins")) {
      papers.add("inspire:" + record.substring(3));
    }
    String arxiv = text(facts.get("arxiv_id"), "");
    if (!arxiv.isEmpty()) {
      papers.add("arxiv:" + arxiv.replaceFirst("(?i)^arxiv:", ""));
    }
    return papers;
  }

  private void places(HepDataSide side, RowBuilder row) {
    if (table.axes().isEmpty()) {
      row.text("form", "scalar");
      return;
    }
    HepDataAxis first = table.axes().get(0);
    String content = Objects.requireNonNullElse(side.words().content(), "");
    boolean matrix = content.equals("correlation") || content.equals("covariance");
    boolean bins = first.isBinned() && !matrix;
    row.text("form", bins ? "bins" : "points")
        .text("abscissa_name", first.header().name())
        .text("abscissa_unit", first.header().unit())
        .numbers("abscissa", first.value());
    if (bins) {
      row.numbers("abscissa_low", first.low()).numbers("abscissa_high", first.high());
    }
    List<Map<String, Object>> further = new ArrayList<>();
    if (first.hasText() || (first.hasEdges() && !bins)) {
      further.add(first.further());
    }
    table.axes().stream().skip(1).forEach(axis -> further.add(axis.further()));
    row.structs("further_abscissae", further.isEmpty() ? null : further);
  }

  private static void values(HepDataColumn column, RowBuilder row) {
    row.numbers("value", column.value())
        .numbers("sigma_low", column.errors().low())
        .numbers("sigma_high", column.errors().high())
        .structs("errors", column.errors().structs());
    column.issues().forEach(issue -> row.issue("value", issue));
  }

  private static String doi(Object... given) {
    for (Object candidate : given) {
      String doi = text(candidate, "");
      if (!doi.isEmpty()) {
        return doi.startsWith(DOI_SITE) ? doi.substring(DOI_SITE.length()) : doi;
      }
    }
    return null;
  }

  private static String text(Object value, String otherwise) {
    return value instanceof String text && !text.isBlank() ? text.strip() : otherwise;
  }
}
