package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.histogram.Binning;
import org.rudolphine.transform.histogram.EventTable;
import org.rudolphine.transform.histogram.Histogram;
import org.rudolphine.transform.histogram.MalformedTable;
import org.rudolphine.transform.histogram.NamePatterns;

/**
 * Rows of {@code series} from tables of events: a histogram of each invariant mass that the
 * four-vectors give, and a scalar for each of the table's own columns of masses: how far it is from
 * them at most.
 */
final class CernEventRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REAL_RUNS =
      "runs are numbered as the experiment numbers its own; simulations count from 1";
  private static final double REAL_RUNS_CONFIDENCE = 0.9;

  private final CernTableNames names;
  private final NamePatterns flavours;
  private final NamePatterns binnings;

  /** Reads the settings; fails with the entry of one that is no binning. */
  CernEventRows(SourceSettings settings, CernTableNames names) {
    this.names = names;
    this.flavours = CernTableNames.patterns(settings, "event-flavours");
    this.binnings = CernTableNames.patterns(settings, "event-binnings");
    if (settings.has("event-binnings")) {
      for (String entry : settings.texts("event-binnings")) {
        Binning.of(entry.substring(entry.lastIndexOf('=') + 1));
      }
    }
  }

  /** Gives the rows of a table, or rejects the record. */
  void write(RawRecord record, CernTableNames.Part part, RowSink sink) {
    EventTable events;
    try {
      events = EventTable.read(record.payload(), flavours.of(part.file()).orElse(""));
    } catch (MalformedTable e) {
      sink.reject(e.field(), e.getMessage(), e.excerpt());
      return;
    }
    if (events.events() == 0) {
      sink.reject("record", "no row of the table can be read", events.firstUnreadable());
      return;
    }
    int given = 0;
    for (Map.Entry<String, double[]> mass : events.masses().entrySet()) {
      String binning = binnings.of(mass.getKey()).orElse(null);
      if (binning != null) {
        histogram(mass.getKey(), mass.getValue(), Binning.of(binning), events, part, sink);
        given++;
      }
    }
    if (given == 0) {
      sink.skip("no binning in the settings for " + String.join(", ", events.masses().keySet()));
      return;
    }
    events.deviations().forEach((column, most) -> deviation(column, most, events, part, sink));
  }

  private void histogram(
      String name,
      double[] values,
      Binning binning,
      EventTable events,
      CernTableNames.Part part,
      RowSink sink) {
    Histogram counts = binning.counts(name, "", values);
    RowBuilder row =
        row(name, events, part, sink)
            .text("abscissa_name", name)
            .text("abscissa_unit", "GeV")
            .text("method", "sqrt(E^2 - p^2) of the sum of the leptons' four-vectors, counted");
    CernHistogramRows.counts(counts, row);
    if (events.unreadable() > 0) {
      row.issue("value", events.unreadable() + " rows cannot be read, " + events.firstUnreadable());
    }
  }

  private void deviation(
      String column, double most, EventTable events, CernTableNames.Part part, RowSink sink) {
    row(column + "_deviation", events, part, sink)
        .text("form", "scalar")
        .text("unit", "GeV")
        .whole("zone_index", 0L)
        .text("quantity_given", column)
        .numbers("value", List.of(most))
        .whole("n_points", 1L)
        .text(
            "method",
            "greatest absolute difference of the table's "
                + column
                + " and the mass from four-vectors, "
                + events.events()
                + " events");
  }

  private RowBuilder row(
      String quantity, EventTable events, CernTableNames.Part part, RowSink sink) {
    String record = names.record(part);
    Map<String, String> texts = new TreeMap<>();
    texts.put("runs", events.lowestRun() + "-" + events.highestRun());
    texts.put(
        CernHistogramRows.RECORDS,
        record != null ? record : "not known: no pattern of table-records fits the file's name");
    boolean real = events.hasRealRuns();
    RowBuilder row =
        sink.row(CernHistogramRows.TABLE, CernTableNames.id(names.family(part), 0, quantity))
            .text("case_id", names.caseId(part))
            .text("side", real ? "experiment" : "unknown")
            .text("provider", record == null ? part.file() : "record " + record)
            .text("quantity", quantity)
            .numbersByName("conditions", Map.of("events", (double) events.events()))
            .numbersByName("conditions_own", Map.of("events", (double) events.events()))
            .textsByName("conditions_text", texts)
            .text("file_name", part.file());
    return real
        ? row.text("side_reason", REAL_RUNS).number("side_confidence", REAL_RUNS_CONFIDENCE)
        : row;
  }
}
