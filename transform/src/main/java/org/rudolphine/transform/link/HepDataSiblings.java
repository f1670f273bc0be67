package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the measured column that each predicted column of one table stands beside: {@code
 * docs/linking/hepdata.md}. What is not sure is not linked, and has a reason.
 */
final class HepDataSiblings {
  /** What tells columns of a table apart although they are of one thing. */
  private static final Set<String> OWN =
      Set.of(HepDataColumn.STEM, HepDataColumn.VARIANT, HepDataColumn.CONTENT);

  private static final String OF_OLD_VERSION = "a newer version of its record is there";

  private final List<HepDataColumn> measured;
  private final List<HepDataColumn> predicted;
  private final List<HepDataColumn> all;
  private final List<Found> found = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>();

  /**
   * A predicted column and the measured one beside it.
   *
   * @param rule what ties the two
   * @param differences conditions in which they differ
   */
  record Found(HepDataColumn left, HepDataColumn right, String rule, List<String> differences) {

    /** The less sure of the two sides. */
    double score() {
      return Math.min(left.confidence(), right.confidence());
    }
  }

  private HepDataSiblings(List<HepDataColumn> columns) {
    this.all = columns;
    this.measured =
        columns.stream().filter(HepDataColumn::isMeasured).filter(HepDataColumn::current).toList();
    this.predicted =
        columns.stream().filter(HepDataColumn::isPredicted).filter(HepDataColumn::current).toList();
  }

  /** Looks at all columns of one table, in the order of their ids. */
  static HepDataSiblings of(List<HepDataColumn> columns) {
    HepDataSiblings siblings =
        new HepDataSiblings(
            columns.stream().sorted(Comparator.comparing(HepDataColumn::id)).toList());
    siblings.predicted.forEach(siblings::place);
    siblings.giveReasons();
    return siblings;
  }

  /** By left column, the surest first. */
  List<Found> found() {
    return found.stream()
        .sorted(
            Comparator.comparing((Found one) -> one.left().id())
                .thenComparing(Comparator.comparingDouble(Found::score).reversed())
                .thenComparing(one -> one.right().id()))
        .toList();
  }

  /** Why a column is in no link; null for one that is. */
  String reason(String id) {
    return reasons.get(id);
  }

  private void place(HepDataColumn prediction) {
    HepDataColumn same = firstStatement(prediction);
    if (same != null) {
      refuse(prediction, "the same prediction as \"" + same.header() + "\", with other errors");
      return;
    }
    if (measured.isEmpty()) {
      refuse(prediction, "its table has no measured column");
      return;
    }
    List<HepDataColumn> tied = tied(prediction);
    if (tied.size() == 1) {
      link(prediction, tied.get(0), "identifiers with the stem " + prediction.stem());
      return;
    }
    if (!prediction.hasUnit()) {
      refuse(prediction, "it has no unit by which to tell what it is compared with");
      return;
    }
    List<HepDataColumn> group = measured.stream().filter(one -> alike(one, prediction)).toList();
    if (group.isEmpty()) {
      refuse(prediction, "no measured column of its table is in " + prediction.unit());
    } else if (group.size() == 1) {
      link(prediction, group.get(0), "the only measured column in " + prediction.unit());
    } else {
      amongSeveral(prediction, group);
    }
  }

  private void amongSeveral(HepDataColumn prediction, List<HepDataColumn> group) {
    List<HepDataColumn> meant =
        group.stream()
            .filter(one -> one.quantity().equals(prediction.quantity()))
            .filter(one -> differences(one, prediction).isEmpty())
            .toList();
    if (meant.size() == 1) {
      link(
          prediction, meant.get(0), "the only measured column of the same quantity and conditions");
    } else {
      refuse(
          prediction,
          (meant.isEmpty() ? "none" : meant.size())
              + " of "
              + group.size()
              + " measured columns in "
              + prediction.unit()
              + " agree in quantity and conditions");
    }
  }

  /** Columns whose identifier the prediction's extends. */
  private List<HepDataColumn> tied(HepDataColumn prediction) {
    return prediction.stem() == null
        ? List.of()
        : measured.stream()
            .filter(one -> prediction.stem().equals(one.stem()) && alike(one, prediction))
            .toList();
  }

  private static boolean alike(HepDataColumn one, HepDataColumn other) {
    return one.unit().equals(other.unit()) && one.rows() == other.rows();
  }

  /** The prediction that this one states again with another definition of its errors, or null. */
  private HepDataColumn firstStatement(HepDataColumn prediction) {
    if (prediction.variant() == null) {
      return null;
    }
    return predicted.stream()
        .filter(one -> one.variant() == null)
        .filter(one -> Objects.equals(one.prediction(), prediction.prediction()))
        .filter(one -> one.quantity().equals(prediction.quantity()) && alike(one, prediction))
        .filter(one -> differences(one, prediction).isEmpty())
        .findFirst()
        .orElse(null);
  }

  private void link(HepDataColumn prediction, HepDataColumn measurement, String rule) {
    List<String> differences = new ArrayList<>(differences(measurement, prediction));
    if (!measurement.quantity().equals(prediction.quantity())) {
      differences.add(
          0, "quantity: " + measurement.quantity() + " against " + prediction.quantity());
    }
    found.add(new Found(measurement, prediction, rule, differences));
  }

  /** Conditions in which two columns differ; identifiers are names and no conditions. */
  private static List<String> differences(HepDataColumn one, HepDataColumn other) {
    Set<String> keys = new TreeSet<>(one.conditions().keySet());
    keys.addAll(other.conditions().keySet());
    keys.removeAll(OWN);
    keys.removeIf(key -> key.contains("identifier"));
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String left = one.conditions().get(key);
      String right = other.conditions().get(key);
      if (!Objects.equals(left, right)) {
        differences.add(
            key
                + ": "
                + Objects.requireNonNullElse(left, "not stated")
                + " against "
                + Objects.requireNonNullElse(right, "not stated"));
      }
    }
    return differences;
  }

  private void refuse(HepDataColumn column, String reason) {
    reasons.put(column.id(), reason);
  }

  private void giveReasons() {
    Set<String> linked =
        found.stream().map(one -> one.left().id()).collect(Collectors.toCollection(HashSet::new));
    found.forEach(one -> linked.add(one.right().id()));
    for (HepDataColumn column : all) {
      if (!linked.contains(column.id())) {
        reasons.putIfAbsent(column.id(), reason(column));
      }
    }
  }

  private String reason(HepDataColumn column) {
    if (!column.current()) {
      return OF_OLD_VERSION;
    }
    String content = column.conditions().get(HepDataColumn.CONTENT);
    if (content != null) {
      return "it holds a " + content;
    }
    if (column.side().equals(HepDataColumn.UNKNOWN)) {
      return "its side is not known: " + column.reason();
    }
    return predicted.isEmpty()
        ? "no column of its table is a prediction"
        : "no prediction of its table is of it";
  }
}
