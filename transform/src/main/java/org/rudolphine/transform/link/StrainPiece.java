package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.rudolphine.transform.signal.StrainSeries;

/**
 * The part of a stretch of strain that lies around an event. Seconds in which a required
 * data-quality flag does not hold are gaps.
 *
 * @param segment the stretch
 * @param series its samples around the event; NaN is a gap
 * @param failing required flags that do not hold in the seconds around the event
 * @param unknown required flags that the file does not have
 * @param injections injection flags that say that something was injected in those seconds
 */
record StrainPiece(
    StrainSegment segment,
    StrainSeries series,
    Set<String> failing,
    Set<String> unknown,
    Set<String> injections)
    implements Serializable {

  static final List<String> COLUMNS =
      Stream.of(
              StrainSegment.COLUMNS.stream(),
              Stream.of("strain", "dq_names", "dq_mask", "injection_names", "injection_mask"))
          .flatMap(columns -> columns)
          .toList();

  /**
   * Cuts it out of a row.
   *
   * @param gps GPS seconds of the event
   */
  static StrainPiece cut(Row row, double gps, StrainSettings settings) {
    StrainSegment segment = StrainSegment.read(row);
    double start = segment.gpsStart();
    double[] samples = samples(row.getList(row.fieldIndex("strain")));
    Flags quality = Flags.read(row, "dq_names", "dq_mask");
    Flags injected = Flags.read(row, "injection_names", "injection_mask");
    Set<String> unknown = new TreeSet<>(settings.requiredFlags());
    unknown.removeAll(quality.names);
    List<String> required = new ArrayList<>(settings.requiredFlags());
    required.retainAll(quality.names);
    quality.blank(required, samples, segment.rateHz());
    int first = (int) Math.floor(gps - settings.filter().overlayBeforeS() - start);
    int last = (int) Math.floor(gps + settings.filter().overlayAfterS() - start);
    return new StrainPiece(
        segment,
        new StrainSeries(segment.detector(), start, segment.rateHz(), samples)
            .between(gps - settings.strainAroundS(), gps + settings.strainAroundS()),
        quality.notHolding(required, first, last),
        unknown,
        injected.notHolding(injected.names, first, last));
  }

  String detector() {
    return segment.detector();
  }

  private static double[] samples(List<Double> values) {
    double[] samples = new double[values.size()];
    int i = 0;
    for (Double value : values) {
      samples[i++] = value == null ? Double.NaN : value;
    }
    return samples;
  }

  /** Flags of each second of a stretch: bit i of a word belongs to name i. */
  private record Flags(List<String> names, int[] words) {

    static Flags read(Row row, String names, String words) {
      int index = row.fieldIndex(words);
      if (row.isNullAt(index) || row.isNullAt(row.fieldIndex(names))) {
        return new Flags(List.of(), new int[0]);
      }
      int[] mask = row.<Integer>getList(index).stream().mapToInt(Integer::intValue).toArray();
      return new Flags(StrainEvent.texts(row, names), mask);
    }

    private boolean holds(String name, int second) {
      return second < 0
          || second >= words.length
          || (words[second] >>> names.indexOf(name) & 1) == 1;
    }

    /** Makes gaps of the seconds in which a flag does not hold. */
    void blank(List<String> required, double[] samples, double rate) {
      for (int second = 0; second < words.length; second++) {
        int at = second;
        if (!required.stream().allMatch(name -> holds(name, at))) {
          int from = (int) Math.min(samples.length, Math.round(second * rate));
          int until = (int) Math.min(samples.length, Math.round((second + 1) * rate));
          Arrays.fill(samples, from, until, Double.NaN);
        }
      }
    }

    /** Flags that do not hold in at least one of the seconds. */
    Set<String> notHolding(List<String> wanted, int first, int last) {
      Set<String> not = new TreeSet<>();
      for (String name : wanted) {
        for (int second = first; second <= last; second++) {
          if (!holds(name, second)) {
            not.add(name);
          }
        }
      }
      return not;
    }
  }
}
