package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which stretches of strain an event is looked for in: for each detector one file that holds the
 * event, with those files of the same release and rate that follow on it without a gap. A file
 * whose times cannot be used is never taken. Of several, the one that covers most of the time
 * around the event, then the one with the lower rate (both hold the band), then the newer name,
 * then the checksum decides. Files that overlap are not put together.
 */
final class StrainChoice {
  private static final Comparator<List<StrainSegment>> NEWER =
      Comparator.comparing(
              (List<StrainSegment> file) -> String.valueOf(file.get(0).fileName()),
              Comparator.reverseOrder())
          .thenComparing(file -> file.get(0).asset());

  private final StrainEvent event;
  private final double around;
  private final Map<String, List<StrainSegment>> chosen = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();
  private final Map<String, String> reasons = new TreeMap<>();

  private StrainChoice(StrainEvent event, double around) {
    this.event = event;
    this.around = around;
  }

  /** Chooses out of all stretches that come near the event. */
  static StrainChoice of(StrainEvent event, List<StrainSegment> near, double around) {
    StrainChoice choice = new StrainChoice(event, around);
    Map<String, Map<String, List<StrainSegment>>> files = new TreeMap<>();
    for (StrainSegment segment : near) {
      files
          .computeIfAbsent(segment.detector(), detector -> new TreeMap<>())
          .computeIfAbsent(segment.asset(), asset -> new ArrayList<>())
          .add(segment);
    }
    files.forEach((detector, ofIt) -> choice.choose(detector, ofIt.values()));
    return choice;
  }

  /** A file that holds the event, and all stretches that come with it. */
  private record Candidate(List<StrainSegment> file, List<StrainSegment> stretches) {}

  private void choose(String detector, Collection<List<StrainSegment>> files) {
    List<List<StrainSegment>> usable = new ArrayList<>();
    for (List<StrainSegment> file : files) {
      file.sort(Comparator.comparingDouble(StrainSegment::gpsStart));
      String note = file.get(0).timingNote();
      if (note == null) {
        usable.add(file);
      } else if (holds(file)) {
        refused.add(detector + ": " + file.get(0).fileName() + ": " + note);
      }
    }
    usable.stream()
        .filter(this::holds)
        .map(file -> new Candidate(file, joined(file, usable)))
        .min(
            Comparator.comparingDouble((Candidate one) -> -seconds(one.stretches()))
                .thenComparingDouble(one -> one.file().get(0).rateHz())
                .thenComparing(Candidate::file, NEWER))
        .ifPresent(best -> take(best, usable));
  }

  private boolean holds(List<StrainSegment> file) {
    return file.stream().anyMatch(segment -> segment.holds(event.gps()));
  }

  private double seconds(List<StrainSegment> stretches) {
    return stretches.stream()
        .mapToDouble(segment -> segment.secondsNear(event.gps(), around))
        .sum();
  }

  /** A file with those before and after it, in the order of their time. */
  private static List<StrainSegment> joined(
      List<StrainSegment> file, List<List<StrainSegment>> usable) {
    List<List<StrainSegment>> ordered = usable.stream().sorted(NEWER).toList();
    List<StrainSegment> all = new ArrayList<>(file);
    Optional<List<StrainSegment>> next = before(all.get(0), ordered);
    while (next.isPresent()) {
      all.addAll(0, next.get());
      next = before(all.get(0), ordered);
    }
    next = after(all.get(all.size() - 1), ordered);
    while (next.isPresent()) {
      all.addAll(next.get());
      next = after(all.get(all.size() - 1), ordered);
    }
    return all;
  }

  private static Optional<List<StrainSegment>> before(
      StrainSegment first, List<List<StrainSegment>> files) {
    return files.stream().filter(file -> file.get(file.size() - 1).isFollowedBy(first)).findFirst();
  }

  private static Optional<List<StrainSegment>> after(
      StrainSegment last, List<List<StrainSegment>> files) {
    return files.stream().filter(file -> last.isFollowedBy(file.get(0))).findFirst();
  }

  private void take(Candidate best, List<List<StrainSegment>> usable) {
    StrainSegment holding = best.file().get(0);
    chosen.put(holding.detector(), best.stretches());
    Set<StrainSegment> taken = new HashSet<>(best.stretches());
    for (List<StrainSegment> file : usable) {
      for (StrainSegment segment : file) {
        if (!taken.contains(segment)) {
          reasons.put(segment.id(), passedOver(file, holding));
        }
      }
    }
  }

  private String passedOver(List<StrainSegment> file, StrainSegment used) {
    String instead = used.detector() + " is used for " + event.id() + ": " + used.fileName();
    return holds(file)
        ? "another file of " + instead
        : "no current event lies in it, and it does not follow without a gap on what of " + instead;
  }

  /** Stretches by detector, in the order of their time; empty when there is no strain. */
  Map<String, List<StrainSegment>> segments() {
    return chosen;
  }

  /** Why other stretches of these detectors are not used for the event, by id. */
  Map<String, String> reasons() {
    return reasons;
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
