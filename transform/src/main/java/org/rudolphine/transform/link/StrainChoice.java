package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which stretches of strain an event is looked for in: one file for each detector. A file whose
 * times cannot be used is never taken. Of several, the one that covers most of the time around the
 * event, then the one with the lower rate (both hold the band), then the newer name, then the
 * checksum decides.
 */
final class StrainChoice {
  private final Map<String, List<StrainSegment>> chosen = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();

  private StrainChoice() {}

  /** Chooses out of all stretches that come near the event. */
  static StrainChoice of(StrainEvent event, List<StrainSegment> near, double around) {
    StrainChoice choice = new StrainChoice();
    Map<String, Map<String, List<StrainSegment>>> files = new TreeMap<>();
    for (StrainSegment segment : near) {
      files
          .computeIfAbsent(segment.detector(), detector -> new TreeMap<>())
          .computeIfAbsent(segment.asset(), asset -> new ArrayList<>())
          .add(segment);
    }
    files.forEach((detector, ofIt) -> choice.choose(event.gps(), detector, ofIt.values(), around));
    return choice;
  }

  private void choose(
      double gps, String detector, Collection<List<StrainSegment>> files, double around) {
    List<List<StrainSegment>> usable = new ArrayList<>();
    for (List<StrainSegment> file : files) {
      if (file.stream().noneMatch(segment -> segment.holds(gps))) {
        continue;
      }
      String note = file.get(0).timingNote();
      if (note == null) {
        usable.add(file);
      } else {
        refused.add(detector + ": " + file.get(0).fileName() + ": " + note);
      }
    }
    usable.stream()
        .min(
            Comparator.comparingDouble((List<StrainSegment> file) -> -seconds(file, gps, around))
                .thenComparingDouble(file -> file.get(0).rateHz())
                .thenComparing(
                    file -> String.valueOf(file.get(0).fileName()), Comparator.reverseOrder())
                .thenComparing(file -> file.get(0).asset()))
        .ifPresent(file -> chosen.put(detector, inOrder(file)));
  }

  private static double seconds(List<StrainSegment> file, double gps, double around) {
    return file.stream().mapToDouble(segment -> segment.secondsNear(gps, around)).sum();
  }

  private static List<StrainSegment> inOrder(List<StrainSegment> file) {
    return file.stream().sorted(Comparator.comparingInt(StrainSegment::chunk)).toList();
  }

  /** Stretches by detector; empty when there is no strain. */
  Map<String, List<StrainSegment>> segments() {
    return chosen;
  }

  /** What was refused, as sentences. */
  List<String> refused() {
    return refused;
  }

  /** Why there is no strain. */
  String reason() {
    return refused.isEmpty()
        ? "no strain of a detector at the event's time"
        : String.join("; ", refused);
  }
}
