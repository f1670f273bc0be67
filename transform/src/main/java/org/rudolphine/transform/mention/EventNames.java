package org.rudolphine.transform.mention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Which version of which event a name stands for: the current version of the event that has the
 * name or lists it as alias, else its highest. A name without time of day that no event has stands
 * for the only event of that day; where a day has several, for none.
 */
final class EventNames {
  static final List<String> COLUMNS =
      List.of("event_version_id", "event_name", "aliases", "version", "is_current", "gps_s");

  /** Detections of one event by different catalogs differ by less. */
  private static final double SAME_EVENT_S = 10;

  private static final double ONLY_ONE_OF_ITS_DAY = 0.9;
  private static final double AMBIGUOUS = 0.5;

  private static final Comparator<Version> BEST_FIRST =
      Comparator.comparing(Version::current)
          .thenComparingInt(Version::number)
          .reversed()
          .thenComparing(Version::id);

  private final Map<String, List<Version>> named = new TreeMap<>();

  private record Version(String id, int number, boolean current, Double gps) {}

  /**
   * What a name stands for.
   *
   * @param eventVersionId null when it stands for several events
   * @param factor what it takes off the confidence
   */
  record Meaning(String name, String eventVersionId, double factor) {}

  EventNames(List<Row> events) {
    for (Row event : events) {
      Integer number = event.getAs("version");
      Version version =
          new Version(
              event.getAs("event_version_id"),
              number == null ? 0 : number,
              Boolean.TRUE.equals(event.<Boolean>getAs("is_current")),
              event.getAs("gps_s"));
      Set<String> names = new TreeSet<>();
      names.add(event.getAs("event_name"));
      int aliases = event.fieldIndex("aliases");
      if (!event.isNullAt(aliases)) {
        names.addAll(event.getList(aliases));
      }
      names.forEach(name -> named.computeIfAbsent(name, n -> new ArrayList<>()).add(version));
    }
  }

  /** All names that events have. */
  Set<String> names() {
    return named.keySet();
  }

  /** The meaning of every name and of every short form, sorted by name. */
  List<Meaning> meanings() {
    Map<String, Meaning> meanings = new TreeMap<>();
    Map<String, List<Version>> days = new TreeMap<>();
    named.forEach(
        (name, versions) -> {
          meanings.put(name, meaning(name, versions, 1));
          days.computeIfAbsent(MentionGrammar.shortName(name), day -> new ArrayList<>())
              .addAll(versions);
        });
    days.forEach(
        (day, versions) ->
            meanings.computeIfAbsent(day, name -> meaning(name, versions, ONLY_ONE_OF_ITS_DAY)));
    return List.copyOf(meanings.values());
  }

  private static Meaning meaning(String name, List<Version> versions, double factor) {
    return oneEvent(versions)
        ? new Meaning(name, versions.stream().min(BEST_FIRST).orElseThrow().id(), factor)
        : new Meaning(name, null, AMBIGUOUS);
  }

  private static boolean oneEvent(List<Version> versions) {
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (Version version : versions) {
      if (version.gps() != null) {
        first = Math.min(first, version.gps());
        last = Math.max(last, version.gps());
      }
    }
    return last - first < SAME_EVENT_S;
  }
}
