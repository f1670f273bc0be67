package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Datasets of the portal whose events histograms count, as far as they are in the lake. */
final class HistogramDatasets implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Known(String title, Double low, Double high) implements Serializable {}

  private final TreeMap<String, Known> datasets = new TreeMap<>();

  /**
   * Reads the datasets that histograms name.
   *
   * @param rows rows of {@code hep_datasets}
   */
  static HistogramDatasets of(Dataset<Row> rows, Collection<String> ids) {
    HistogramDatasets known = new HistogramDatasets();
    if (ids.isEmpty()) {
      return known;
    }
    for (Row row :
        rows.where(functions.col("record_id").isInCollection(new TreeSet<>(ids)))
            .select("record_id", "title", "conditions_energy_gev_low", "conditions_energy_gev_high")
            .collectAsList()) {
      known.datasets.put(
          row.getString(0), new Known(row.getString(1), (Double) row.get(2), (Double) row.get(3)));
    }
    return known;
  }

  /** Record and title of each; null when there are none. */
  String words(List<String> records) {
    List<String> words = new ArrayList<>();
    for (String id : records) {
      Known known = datasets.get(id);
      words.add("record " + id + (known == null ? "" : " (" + known.title() + ")"));
    }
    return words.isEmpty() ? null : String.join(", ", words);
  }

  /** The one energy of collision of some records, GeV; null when it is not known or not one. */
  Double energyGev(List<String> records) {
    TreeSet<Double> energies = new TreeSet<>();
    for (String id : records) {
      Known known = datasets.get(id);
      if (known != null && known.low() != null && known.high() != null) {
        energies.add(known.low());
        energies.add(known.high());
      }
    }
    return energies.size() == 1 ? energies.first() : null;
  }
}
