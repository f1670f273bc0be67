package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.YamlStream;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Tables of HEPData as rows of {@code series}, one for each dependent variable. A family is a
 * table: what a later retrieval of the same version lacks of it is gone. All versions of a record
 * are kept; those of the newest one that is there are current.
 */
public final class HepDataNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final String TABLE = "series";
  private static final String FACET = "table";
  private static final String PREFIX = "hepdata/";

  /** Record and version in a {@code series_id}. */
  private static final String VERSIONED = "^hepdata/(.+?)/v([0-9]+)/";

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** No setting of the source bears on its rows. */
  public HepDataNormalizer(SourceSettings settings) {
    if (settings == null) {
      throw new IllegalArgumentException("A normalizer needs its source's settings");
    }
  }

  @Override
  public List<String> tables() {
    return List.of(TABLE);
  }

  @Override
  public String familyOf(String nativeId) {
    return PREFIX + nativeId.replace("|", "%7C");
  }

  @Override
  public String keyOf(String nativeId) {
    return familyOf(nativeId);
  }

  @Override
  public boolean statesLicences() {
    return true;
  }

  @Override
  public void normalize(RawRecord raw, RowSink sink) {
    if (!raw.kind().equals("table")) {
      sink.skip("its tables carry what it says");
      return;
    }
    try {
      Map<String, Object> envelope = JSON.readValue(raw.payload(), OBJECT);
      table(raw, envelope, document(envelope), sink);
    } catch (MalformedTable e) {
      sink.reject(e.field(), e.getMessage(), e.excerpt());
    } catch (IOException e) {
      sink.reject("record", "the payload is not a JSON object", raw.text());
    }
  }

  /** The document with the values: the table's file, or of old submissions the table itself. */
  private static Map<String, Object> document(Map<String, Object> envelope) throws MalformedTable {
    Map<String, Object> table = HepDataTable.map(envelope.get("table"));
    if (!(envelope.get("data") instanceof String data)) {
      if (table.containsKey("dependent_variables")) {
        return table;
      }
      throw new MalformedTable(
          "data_file",
          "the submission names a data file that did not come with it",
          String.valueOf(table.get("data_file")));
    }
    try {
      List<Object> documents = YamlStream.documents(data);
      return HepDataTable.map(documents.isEmpty() ? null : documents.get(0));
    } catch (IOException e) {
      throw new MalformedTable("data_file", "the data file is not readable YAML", e.getMessage());
    }
  }

  private void table(
      RawRecord raw, Map<String, Object> envelope, Map<String, Object> document, RowSink sink)
      throws MalformedTable {
    HepDataTable table = HepDataTable.of(document);
    sink.complete(TABLE, FACET);
    if (table.columns().isEmpty()) {
      sink.skip("a table without dependent variables");
      return;
    }
    HepDataRows rows = new HepDataRows(envelope, table);
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String name = HepDataRows.name(table.columns().get(i), i);
      int nth = names.merge(name, 1, Integer::sum);
      String unique = nth == 1 ? name : name + "#" + nth;
      String key = familyOf(raw.nativeId()) + "|0|" + unique.replace("|", "%7C");
      rows.write(i, sink.row(TABLE, key).facet(FACET, 0));
    }
  }

  /** Marks what is of the newest version of its record. */
  @Override
  public Dataset<Row> finish(String table, Dataset<Row> rows) {
    Column record = regexp_extract(col("series_id"), VERSIONED, 1);
    Column version = regexp_extract(col("series_id"), VERSIONED, 2).cast("int");
    Column newest = max(when(col("deleted_at").isNull(), version)).over(Window.partitionBy(record));
    Column current = col("deleted_at").isNull().and(version.equalTo(newest));
    return rows.withColumn("is_current", coalesce(current, lit(false)));
  }
}
