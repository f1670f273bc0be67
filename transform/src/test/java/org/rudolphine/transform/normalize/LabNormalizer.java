package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Locale;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * A normalizer for tests of the machinery. Payloads are words: {@code run 1.5} is a simulation with
 * that mass ratio, {@code detail 0.3} its detail with an effective spin, {@code event 1.0} an
 * event, {@code both 1.5} a simulation and an event; {@code bad}, {@code skip} and {@code throw}
 * say what happens.
 */
public final class LabNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;

  /** The settings do not matter here. */
  public LabNormalizer(SourceSettings settings) {
    if (settings == null) {
      throw new IllegalArgumentException("no settings");
    }
  }

  @Override
  public List<String> tables() {
    return List.of("nr_simulations", "gw_events");
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    String[] words = record.text().split(" ");
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "run" -> run(record, Double.valueOf(words[1]), sink);
      case "detail" ->
          sink.row("nr_simulations", record.nativeId())
              .facet("detail", 2)
              .text("catalog", "LAB")
              .number("chi_eff", Double.valueOf(words[1]));
      case "event" -> event(record, Double.valueOf(words[1]), sink);
      case "both" -> {
        run(record, Double.valueOf(words[1]), sink);
        event(record, Double.valueOf(words[1]), sink);
      }
      case "undeclared" -> sink.row("links", "x");
      case "bad" -> sink.reject("word", "a bad word", record.text());
      case "skip" -> sink.skip("on purpose");
      case "nothing" -> {}
      default -> throw new IllegalStateException("no word: " + record.text());
    }
  }

  private static void run(RawRecord record, double massRatio, RowSink sink) {
    sink.row("nr_simulations", record.nativeId())
        .facet("list", 1)
        .text("catalog", "LAB")
        .number("mass_ratio", massRatio);
  }

  private static void event(RawRecord record, double gps, RowSink sink) {
    sink.row("gw_events", record.nativeId())
        .text("event_name", record.nativeId())
        .whole("version", 1L)
        .text("catalog", "LAB")
        .number("gps_s", gps);
  }
}
