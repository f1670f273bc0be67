package org.rudolphine.ingest.source;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Which strain the settings ask for.
 *
 * @param rateHz samples per second
 * @param durationS length of the files, in s
 * @param events event names ({@code GW150914}: its current version) and short names ({@code
 *     GW150914-v2}); empty for the current version of every event
 */
record GwoscStrainChoice(int rateHz, int durationS, List<String> events) {
  static final String RATE = "strain-rate-hz";
  private static final String DURATION = "strain-duration-s";
  private static final String LIST_KEY = "strain.";

  static GwoscStrainChoice of(SourceSettings settings) {
    long rate = settings.integer(RATE);
    if (rate != 4096 && rate != 16384) {
      throw new IllegalArgumentException(
          "sources.gwosc.strain-rate-hz is 4096 or 16384, not: " + rate);
    }
    long duration = settings.integer(DURATION);
    if (duration != 32 && duration != 4096) {
      throw new IllegalArgumentException(
          "sources.gwosc.strain-duration-s is 32 or 4096, not: " + duration);
    }
    return new GwoscStrainChoice(
        (int) rate, (int) duration, List.copyOf(settings.texts("asset-events")));
  }

  /** The files of that rate and length. */
  List<GwoscStrainFile> among(List<GwoscStrainFile> files) {
    return files.stream()
        .filter(file -> file.rateHz() == rateHz && file.durationS() == durationS)
        .sorted(Comparator.comparing(GwoscStrainFile::detector))
        .toList();
  }

  /** The chosen ones among all event versions, most wanted first. */
  List<GwoscEvent> among(Iterable<GwoscEvent> all) {
    Map<String, GwoscEvent> current = new TreeMap<>();
    Map<String, GwoscEvent> chosen = new TreeMap<>();
    for (GwoscEvent event : all) {
      current.merge(
          event.name(),
          event,
          (one, other) -> GwoscEvent.CURRENT_LAST.compare(one, other) < 0 ? other : one);
      if (events.contains(event.shortName()) || events.contains(event.nameWithVersion())) {
        chosen.put(event.shortName(), event);
      }
    }
    for (GwoscEvent event : current.values()) {
      if (events.isEmpty() || events.contains(event.name())) {
        chosen.put(event.shortName(), event);
      }
    }
    return chosen.values().stream().sorted(GwoscEvent.MOST_WANTED_FIRST).toList();
  }

  /** Key under which manifests hold the chosen files of an event version. */
  String listKey(String shortName) {
    return LIST_KEY + rateHz + "." + durationS + "." + shortName;
  }

  /** Keeps the chosen ones of all files that an event version has. */
  void remember(GwoscEvent event, List<GwoscStrainFile> files, PageSink sink) {
    sink.state(listKey(event.shortName()), GwoscStrainFile.toState(event.hash(), among(files)));
  }

  /** The files that were remembered for the event version as the list has it now. */
  Optional<List<GwoscStrainFile>> remembered(GwoscEvent event, Map<String, String> state) {
    return GwoscStrainFile.fromState(event.hash(), state.get(listKey(event.shortName())));
  }
}
