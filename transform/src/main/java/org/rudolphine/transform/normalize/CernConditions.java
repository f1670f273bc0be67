package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What datasets inherit from the records that they are derived from. Each quantity is the record's
 * own, else that of the nearest ancestors that state it; where these disagree it stays unknown.
 */
final class CernConditions {

  /**
   * What one record states itself; missing values are null.
   *
   * @param side {@code data} or {@code simulation}, null when the record does not say
   * @param inheritsSide whether its side may be its parents'
   * @param energy lower and upper end in GeV
   */
  record Stated(
      String id,
      List<String> parents,
      String side,
      boolean inheritsSide,
      String experiment,
      String collisionType,
      List<Double> energy,
      List<Integer> years)
      implements Serializable {}

  /**
   * What holds for one record, own or inherited.
   *
   * @param from record that states the energy, else the beams, else the years
   * @param inheritedSide side of its ancestors where it has none itself, or null
   */
  record Known(
      String from,
      String inheritedSide,
      String experiment,
      String collisionType,
      List<Double> energy,
      List<Integer> years) {}

  /** A value and the record that states it; the first in the order of the parents. */
  private record Origin<T>(T value, String id) {}

  private final Map<String, Stated> records = new HashMap<>();

  CernConditions(Iterable<Stated> stated) {
    stated.forEach(record -> records.put(record.id, record));
  }

  Known of(String id) {
    Stated record = records.get(id);
    Origin<List<Double>> energy = nearest(record, Stated::energy);
    Origin<String> type = nearest(record, Stated::collisionType);
    Origin<List<Integer>> years = nearest(record, Stated::years);
    Origin<String> experiment = nearest(record, Stated::experiment);
    Origin<String> side = record.inheritsSide ? nearest(record, Stated::side) : null;
    return new Known(
        energy != null ? energy.id : type != null ? type.id : years != null ? years.id : null,
        side == null ? null : side.value,
        value(experiment),
        value(type),
        value(energy),
        value(years));
  }

  private static <T> T value(Origin<T> origin) {
    return origin == null ? null : origin.value;
  }

  /**
   * Goes up from every record that does not state the quantity to its parents; all records that are
   * met first on their way must agree.
   */
  private <T> Origin<T> nearest(Stated record, Function<Stated, T> quantity) {
    Set<String> seen = new HashSet<>();
    List<Origin<T>> found = new ArrayList<>();
    List<Stated> generation = List.of(record);
    while (!generation.isEmpty()) {
      Set<String> parents = new LinkedHashSet<>();
      for (Stated member : generation) {
        seen.add(member.id);
        T value = quantity.apply(member);
        if (value == null) {
          parents.addAll(member.parents);
        } else {
          found.add(new Origin<>(value, member.id));
        }
      }
      parents.removeAll(seen); // a cycle ends here
      generation = parents.stream().map(records::get).filter(Objects::nonNull).toList();
    }
    boolean agree = found.stream().map(Origin::value).distinct().count() == 1;
    return agree ? found.get(0) : null;
  }
}
