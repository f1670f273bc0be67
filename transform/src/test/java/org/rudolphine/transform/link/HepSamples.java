package org.rudolphine.transform.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;

/** Rows of the collider tables, written by hand for tests. */
final class HepSamples {
  private final List<Row> datasets = new ArrayList<>();
  private final List<Row> relations = new ArrayList<>();
  private final List<Row> files = new ArrayList<>();

  static RuleSettings stated() {
    return new RuleSettings(
        "hep-stated",
        Map.of(
            "class", HepStatedRule.class.getName(),
            "score-hub", 0.95,
            "score-umbrella", 0.9,
            "score-shared", 0.8,
            "score-files", 1.0,
            "lift-factor", 0.9,
            "max-group-records", 30L));
  }

  /** The settings that the project ships, which hold the tables of campaigns and processes. */
  static RuleSettings conditions() {
    Path folder = Files.exists(Path.of("conf")) ? Path.of("conf") : Path.of("..", "conf");
    try {
      JsonNode rule =
          new ObjectMapper(new YAMLFactory())
              .readTree(Files.readAllBytes(folder.resolve("link.yaml")))
              .at("/rules/hep-conditions");
      Map<String, Serializable> values = new TreeMap<>();
      rule.fields().forEachRemaining(one -> values.put(one.getKey(), value(one.getValue())));
      return new RuleSettings("hep-conditions", values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Serializable value(JsonNode node) {
    if (node.isArray()) {
      ArrayList<String> texts = new ArrayList<>();
      node.forEach(one -> texts.add(one.asText()));
      return texts;
    }
    if (node.isIntegralNumber()) {
      return node.asLong();
    }
    return node.isNumber() ? (Serializable) node.asDouble() : node.asText();
  }

  /** The shipped settings with another value. */
  static RuleSettings with(RuleSettings settings, String key, Serializable value) {
    Map<String, Serializable> values = new TreeMap<>(settings.values());
    values.put(key, value);
    return new RuleSettings(settings.id(), values);
  }

  /** Values of one dataset. */
  static final class Hep {
    private final Map<String, Object> values = new TreeMap<>();

    Hep(String id, String side) {
      values.put("record_id", id);
      values.put("side", side);
      values.put("title", "dataset " + id);
      experiments("CMS");
    }

    Hep experiments(String... names) {
      values.put("experiment", names[0]);
      values.put("conditions_experiment", names[0]);
      return put("experiments", names);
    }

    Hep at(String beams, double gev, Integer... years) {
      return between(beams, gev, gev, years);
    }

    Hep between(String beams, double low, double high, Integer... years) {
      values.put("conditions_collision_type", beams);
      values.put("conditions_energy_gev_low", low);
      values.put("conditions_energy_gev_high", high);
      values.put("conditions_years", years);
      return this;
    }

    Hep title(String title) {
      return put("title", title);
    }

    Hep derived() {
      return put("secondary_types", new String[] {"Derived"});
    }

    Hep put(String column, Object value) {
      values.put(column, value);
      return this;
    }

    Row row() {
      return Rows.of("hep_datasets", values);
    }
  }

  HepSamples add(Hep... all) {
    for (Hep one : all) {
      datasets.add(one.row());
    }
    return this;
  }

  /** A statement about another record. */
  HepSamples says(String record, String relation, String target) {
    return says(record, relation, "recid:" + target, target, "Dataset");
  }

  /** A software record that is used with datasets. */
  HepSamples software(String record, String... targets) {
    for (String target : targets) {
      says(record, "use_with", "recid:" + target, target, "Software");
    }
    return this;
  }

  HepSamples address(String record, String relation, String address) {
    return says(record, relation, "url:" + address, null, "Dataset");
  }

  HepSamples says(String record, String relation, String target, String targetRecord, String type) {
    Map<String, Object> values = new TreeMap<>();
    values.put("record_id", record);
    values.put("relation", relation);
    values.put("target", target);
    values.put("target_record_id", targetRecord);
    values.put("record_type", type);
    values.put("record_title", "title of " + record);
    values.put(
        "field", relation.startsWith("us") ? relation + ".links" : "relations[" + relation + "]");
    relations.add(Rows.of("hep_relations", values));
    return this;
  }

  HepSamples file(String record, String name, String side) {
    Map<String, Object> values = new TreeMap<>();
    values.put("record_id", record);
    values.put("uri", "root://eospublic.cern.ch//eos/opendata/" + name);
    values.put("kind", "data");
    values.put("side", side);
    files.add(Rows.of("hep_files", values));
    return this;
  }

  Function<String, Dataset<Row>> tables(int partitions) {
    return name ->
        SparkSessions.shared()
            .createDataFrame(
                switch (name) {
                  case "hep_datasets" -> datasets;
                  case "hep_relations" -> relations;
                  case "hep_files" -> files;
                  default -> List.<Row>of();
                },
                Table.named(name).schema())
            .repartition(partitions);
  }
}
