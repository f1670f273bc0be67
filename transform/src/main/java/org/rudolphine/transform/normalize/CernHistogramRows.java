package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.UnusableAsset;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.histogram.Histogram;
import org.rudolphine.transform.histogram.HistogramTable;
import org.rudolphine.transform.histogram.MalformedTable;
import org.rudolphine.transform.histogram.Sample;
import org.rudolphine.transform.root.MalformedRootFile;
import org.rudolphine.transform.root.RootFile;

/**
 * Rows of {@code series} from tables of histograms and of samples. Counts stand as the table has
 * them; which side they are of and what weighs them the table of samples says, in rows of their own
 * ({@link CernHistogramStacks} brings them together).
 */
final class CernHistogramRows {
  static final String TABLE = "series";
  static final String CROSS_SECTION = "cross_section";
  static final String LUMINOSITY = "integrated_luminosity";
  static final String EVENTS_UNIT = "events";

  /** Conditions that a sample gives. */
  static final String CROSS_SECTION_PB = "cross_section_pb";

  static final String LUMINOSITY_INV_PB = "luminosity_inv_pb";
  static final String GENERATED_EVENTS = "generated_events";
  static final String SCALE = "scale";
  static final String WEIGHT = "weight_per_event";
  static final String YEAR = "year";
  static final String RECORDS = "records";

  /** A file has all bins, a table that was made of it may leave out empty ones. */
  private static final int OF_ROOT = 2;

  private static final int OF_TABLE = 1;
  private static final double ROUNDING = 1e-9;
  private static final long MOST_ROOT_BYTES = 64L << 20;

  private final CernTableNames names;

  CernHistogramRows(CernTableNames names) {
    this.names = names;
  }

  // ---- histograms ------------------------------------------------------------------------------

  /** Gives a row for each histogram, or rejects the record. */
  void histograms(RawRecord record, CernTableNames.Part part, RowSink sink) {
    List<HistogramTable.Read> histograms;
    try {
      histograms = HistogramTable.read(record.payload());
    } catch (MalformedTable e) {
      sink.reject(e.field(), e.getMessage(), e.excerpt());
      return;
    } catch (IOException e) {
      sink.reject("record", "not a table of histograms", e.getMessage());
      return;
    }
    for (HistogramTable.Read read : histograms) {
      RowBuilder row = histogram(read.histogram(), part, sink).facet("table", OF_TABLE);
      if (read.histogram().bins() == 0) {
        row.issue("abscissa", "the table tells only what lies outside of the bins");
      }
      if (read.suppliedBins() > 0) {
        row.issue(
            "abscissa_low", "the table leaves out empty bins; their edges follow from others");
      }
    }
  }

  /** Gives a row for each histogram of a ROOT file, skips one that has none, or rejects it. */
  void root(RawRecord record, CernTableNames.Part part, Assets assets, RowSink sink) {
    RootFile file;
    try {
      FileRecord said = FileRecord.of(record);
      if (said.asset().bytes() > MOST_ROOT_BYTES) {
        sink.skip(
            "a ROOT file of more than " + MOST_ROOT_BYTES + " bytes: too large for histograms");
        return;
      }
      file = RootFile.read(assets.bytes(said.asset().sha256(), MOST_ROOT_BYTES));
    } catch (MalformedRootFile e) {
      sink.reject("file", e.getMessage(), part.file());
      return;
    } catch (UnusableAsset e) {
      sink.reject("file", "the file in the lake is missing or damaged", e.getMessage());
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("The asset of " + part.file() + " cannot be read", e);
    }
    if (file.histograms().isEmpty()) {
      sink.skip("a ROOT file without histograms: it lies among the assets");
      return;
    }
    file.histograms().forEach(histogram -> histogram(histogram, part, sink).facet("root", OF_ROOT));
  }

  /** A row of counts, of an unknown side until a sample tells it. */
  private RowBuilder histogram(Histogram histogram, CernTableNames.Part part, RowSink sink) {
    String sample = CernTableNames.sample(part);
    RowBuilder row =
        sink.row(TABLE, CernTableNames.id(names.family(part), 0, histogram.name()))
            .text("case_id", names.caseId(part))
            .text("side", "unknown")
            .text("provider", sample)
            .text("quantity", names.observable(histogram.name()))
            .text("quantity_given", histogram.name())
            .text("zone", histogram.title())
            .text("abscissa_name", names.observable(histogram.name()))
            .text("abscissa_unit", names.unit(histogram.name()))
            .text("file_name", part.file());
    counts(histogram, row);
    return row;
  }

  /** The columns that hold a histogram's numbers. */
  static void counts(Histogram histogram, RowBuilder row) {
    double[] sigmas = histogram.sigmas();
    row.text("form", "counts")
        .text("unit", EVENTS_UNIT)
        .whole("zone_index", 0L)
        .numbers("abscissa", histogram.middles())
        .numbers("abscissa_low", histogram.lows())
        .numbers("abscissa_high", histogram.highs())
        .numbers("value", histogram.contents())
        .numbers("sigma_low", sigmas)
        .numbers("sigma_high", sigmas)
        .number("underflow", histogram.underflow().content())
        .number("overflow", histogram.overflow().content())
        .number("underflow_sigma", known(histogram.underflow().sigma()))
        .number("overflow_sigma", known(histogram.overflow().sigma()))
        .number("entries", known(histogram.entries()))
        .whole("n_points", (long) histogram.bins());
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  // ---- samples ---------------------------------------------------------------------------------

  /** Gives the row of a sample: its cross section, or the luminosity of data. */
  void sample(RawRecord record, CernTableNames.Part part, RowSink sink) {
    Map<String, String> cells;
    try {
      CsvRows rows = CsvRows.parse(record.payload());
      if (rows.rows().size() != 1) {
        sink.reject("sample", "a sample stands in several rows", CernTableNames.sample(part));
        return;
      }
      cells = new TreeMap<>();
      rows.named(rows.rows().get(0)).forEach((name, cell) -> cells.put(name, cell.strip()));
    } catch (IOException e) {
      sink.reject("record", "not a table of samples", e.getMessage());
      return;
    }
    String kind = cells.getOrDefault("kind", "").toLowerCase(Locale.ROOT);
    if (kind.equals("data")) {
      data(cells, part, sink);
    } else if (kind.equals("simulation")) {
      simulation(cells, part, sink);
    } else {
      sink.reject("kind", "neither data nor simulation", cells.get("kind"));
    }
  }

  private void data(Map<String, String> cells, CernTableNames.Part part, RowSink sink) {
    Double luminosity = positive(cells, "integrated_luminosity_pb-1");
    if (luminosity == null) {
      sink.reject(
          "integrated_luminosity_pb-1",
          "data without a luminosity",
          cells.get("integrated_luminosity_pb-1"));
      return;
    }
    Map<String, Double> conditions = conditions(cells);
    conditions.put(LUMINOSITY_INV_PB, luminosity);
    scalar(LUMINOSITY, "1/pb", luminosity, "experiment", cells, conditions, part, sink);
  }

  private void simulation(Map<String, String> cells, CernTableNames.Part part, RowSink sink) {
    Map<String, Double> conditions = conditions(cells);
    Map<String, String> columns = new TreeMap<>();
    columns.put(CROSS_SECTION_PB, CROSS_SECTION_PB);
    columns.put(LUMINOSITY_INV_PB, "integrated_luminosity_pb-1");
    columns.put(GENERATED_EVENTS, GENERATED_EVENTS);
    columns.put(SCALE, "extra_scale_factor");
    for (Map.Entry<String, String> column : columns.entrySet()) {
      String given = cells.getOrDefault(column.getValue(), "");
      boolean noScale = column.getKey().equals(SCALE) && given.isEmpty();
      Double value = noScale ? Double.valueOf(1) : positive(cells, column.getValue());
      if (value == null) {
        sink.reject(column.getValue(), "a simulation without this factor has no weight", given);
        return;
      }
      conditions.put(column.getKey(), value);
    }
    double weight = factors(conditions).weight();
    conditions.put(WEIGHT, weight);
    RowBuilder row =
        scalar(
            CROSS_SECTION,
            "pb",
            conditions.get(CROSS_SECTION_PB),
            "simulation",
            cells,
            conditions,
            part,
            sink);
    Double given = positive(cells, WEIGHT);
    if (given != null && Math.abs(given - weight) > ROUNDING * weight) {
      row.issue(WEIGHT, "the table's weight is not luminosity x cross section x scale / events");
    }
  }

  /** The factors among some conditions. */
  static Sample factors(Map<String, Double> conditions) {
    return new Sample(
        conditions.get(CROSS_SECTION_PB),
        conditions.get(LUMINOSITY_INV_PB),
        conditions.get(SCALE),
        conditions.get(GENERATED_EVENTS));
  }

  private static Map<String, Double> conditions(Map<String, String> cells) {
    Map<String, Double> conditions = new TreeMap<>();
    Double year = positive(cells, YEAR);
    if (year != null) {
      conditions.put(YEAR, year);
    }
    return conditions;
  }

  private RowBuilder scalar(
      String quantity,
      String unit,
      double value,
      String side,
      Map<String, String> cells,
      Map<String, Double> conditions,
      CernTableNames.Part part,
      RowSink sink) {
    Map<String, String> texts = new TreeMap<>();
    String records = cells.getOrDefault("opendata_recids", "").replace('|', ' ').strip();
    if (!records.isEmpty()) {
      texts.put(RECORDS, records);
    }
    return sink.row(TABLE, CernTableNames.id(names.family(part), 0, quantity))
        .text("case_id", names.caseId(part))
        .text("side", side)
        .text("provider", CernTableNames.sample(part))
        .text("model", cells.get("process"))
        .text("form", "scalar")
        .text("quantity", quantity)
        .text("unit", unit)
        .whole("zone_index", 0L)
        .numbers("value", List.of(value))
        .whole("n_points", 1L)
        .numbersByName("conditions", conditions)
        .numbersByName("conditions_own", conditions)
        .textsByName("conditions_text", texts)
        .text("file_name", part.file());
  }

  private static Double positive(Map<String, String> cells, String column) {
    try {
      double value = Double.parseDouble(cells.getOrDefault(column, ""));
      return value > 0 && Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
