package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.histogram.NamePatterns;

/**
 * Names of what comes from tables and files beside the portal's records: which record a file
 * belongs to, the family of its rows in {@code series}, and what a histogram's name says.
 */
final class CernTableNames implements Serializable {
  private static final long serialVersionUID = 1L;
  static final String EVENTS = "events";
  static final String HISTOGRAMS = "histograms";
  static final String SAMPLES = "samples";
  static final String ROOT = "root";

  private static final List<String> KINDS = List.of(EVENTS, HISTOGRAMS, SAMPLES, ROOT);

  private final String source;
  private final NamePatterns records;
  private final NamePatterns units;
  private final List<String> binnings;

  CernTableNames(SourceSettings settings) {
    this.source = settings.id();
    this.records = patterns(settings, "table-records");
    this.units = patterns(settings, "abscissa-units");
    this.binnings =
        settings.has("histogram-binnings") ? settings.texts("histogram-binnings") : List.of();
  }

  static NamePatterns patterns(SourceSettings settings, String key) {
    return NamePatterns.of(
        "sources." + settings.id() + "." + key,
        settings.has(key) ? settings.texts(key) : List.of());
  }

  /**
   * What the id of a raw record names.
   *
   * @param kind {@link #EVENTS}, {@link #HISTOGRAMS}, {@link #SAMPLES} or {@link #ROOT}
   * @param file name of the file
   * @param sample sample in it; null when the file is of one
   */
  record Part(String kind, String file, String sample) {}

  /** What an id names; null when it is the id of a record of the portal. */
  static Part part(String nativeId) {
    int colon = nativeId.indexOf(':');
    String kind = colon < 0 ? "" : nativeId.substring(0, colon);
    if (!KINDS.contains(kind)) {
      return null;
    }
    String rest = nativeId.substring(colon + 1);
    int hash = kind.equals(HISTOGRAMS) || kind.equals(SAMPLES) ? rest.lastIndexOf('#') : -1;
    return hash < 0
        ? new Part(kind, rest, null)
        : new Part(kind, rest.substring(0, hash), rest.substring(hash + 1));
  }

  /** Number of the record that a file belongs to; null when no setting says it. */
  String record(Part part) {
    return records.of(part.file()).orElse(null);
  }

  /** The record, or what the file is called where it is not known. */
  String caseId(Part part) {
    String record = record(part);
    return record != null ? record : stem(part.file());
  }

  /** What the ids of a part's rows begin with. */
  String family(Part part) {
    String path = part.kind().equals(EVENTS) ? part.file() : caseId(part) + "/" + sample(part);
    return source + "/" + escaped(path);
  }

  /** A ROOT file is called by its sample. */
  static String sample(Part part) {
    return part.sample() != null ? part.sample() : stem(part.file());
  }

  private static String stem(String file) {
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static String escaped(String name) {
    return name.replace("|", "%7C");
  }

  /** Id of a row. */
  static String id(String family, int zone, String column) {
    return family + "|" + zone + "|" + escaped(column);
  }

  /** The observable that a histogram is of: its name without an ending that tells the binning. */
  String observable(String histogram) {
    String longest = "";
    for (String ending : binnings) {
      if (histogram.endsWith(ending)
          && ending.length() > longest.length()
          && ending.length() < histogram.length()) {
        longest = ending;
      }
    }
    return histogram.substring(0, histogram.length() - longest.length());
  }

  /** Unit of what a histogram is over; a title is no unit. */
  String unit(String histogram) {
    return units.of(histogram).orElse("unknown");
  }
}
