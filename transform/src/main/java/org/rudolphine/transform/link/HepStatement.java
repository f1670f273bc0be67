package org.rudolphine.transform.link;

import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One row of {@code hep_relations} as the rule for stated pairs uses it.
 *
 * @param record identifier of the record that makes the statement
 * @param targetRecord identifier of the record it is about, null when it names an address or a
 *     title only
 */
record HepStatement(
    String record,
    String relation,
    String target,
    String targetRecord,
    String recordType,
    String recordTitle,
    String field,
    Provenance provenance) {
  static final String TABLE = "hep_relations";
  static final String CHILD = "isChildOf";
  static final String PART = "isPartOf";
  static final String PARENT = "isParentOf";
  static final String USE_WITH = "use_with";

  /**
   * Relations that can make a pair. {@code usage} is none: it names guides and tools that hundreds
   * of records share.
   */
  static final List<String> RELATIONS = List.of(CHILD, PART, PARENT, USE_WITH);

  static final List<String> COLUMNS =
      List.of(
          "record_id",
          "relation",
          "target",
          "target_record_id",
          "record_type",
          "record_title",
          "field");

  static HepStatement read(Row row) {
    return new HepStatement(
        row.getAs("record_id"),
        row.getAs("relation"),
        row.getAs("target"),
        row.getAs("target_record_id"),
        row.getAs("record_type"),
        row.getAs("record_title"),
        row.getAs("field"),
        Provenance.of(row));
  }

  boolean bySoftware() {
    return "Software".equals(recordType);
  }

  /** {@code 12350 use_with.links}: who says it and where. */
  String place() {
    return record + " " + (field == null ? relation : field);
  }
}
