package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Event selections in a group: some umbrellas hold one dataset of collisions and one simulation per
 * selection, and only those of the same selection belong together.
 */
final class HepSelections {
  private final Map<String, String> selections;

  private HepSelections(Map<String, String> selections) {
    this.selections = selections;
  }

  /**
   * The selections that normalization read from the titles, when both sides name some; else, for an
   * umbrella, what is left of each title without the words that all titles of its side have, when
   * at least two such rests occur on both sides.
   */
  static HepSelections of(HepGroup.Kind kind, List<HepRecord> data, List<HepRecord> simulations) {
    Map<String, String> named = new HashMap<>();
    if (name(data, named) && name(simulations, named)) {
      return new HepSelections(named);
    }
    if (kind == HepGroup.Kind.UMBRELLA) {
      Map<String, String> left = rests(data);
      Map<String, String> right = rests(simulations);
      Set<String> common = new HashSet<>(left.values());
      common.retainAll(right.values());
      common.remove("");
      if (common.size() >= 2) {
        left.putAll(right);
        return new HepSelections(left);
      }
    }
    return new HepSelections(Map.of());
  }

  private static boolean name(List<HepRecord> records, Map<String, String> named) {
    boolean any = false;
    for (HepRecord record : records) {
      if (record.selection() != null) {
        named.put(record.id(), record.selection());
        any = true;
      }
    }
    return any;
  }

  private static Map<String, String> rests(List<HepRecord> records) {
    Set<String> common = null;
    for (HepRecord record : records) {
      Set<String> words = words(record);
      if (common == null) {
        common = words;
      } else {
        common.retainAll(words);
      }
    }
    Map<String, String> rests = new HashMap<>();
    for (HepRecord record : records) {
      List<String> rest = new ArrayList<>(words(record));
      rest.removeAll(common);
      rests.put(record.id(), String.join(" ", rest));
    }
    return rests;
  }

  private static Set<String> words(HepRecord record) {
    return new LinkedHashSet<>(
        List.of(record.title().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
  }

  /** The selection of a record; null when it names none or the group has none. */
  String of(String id) {
    return selections.get(id);
  }

  /** Whether two records are of one selection; true when the group has none. */
  boolean agree(String one, String other) {
    return selections.isEmpty() || (of(one) != null && of(one).equals(of(other)));
  }
}
