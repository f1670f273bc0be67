package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.rudolphine.transform.link.HepFinalState.Selects;

/**
 * The tables of primary datasets and of simulated processes: which trigger selections hold events
 * of which processes. An entry is {@code experiment pattern -> kinds of final state; reason}; the
 * first whose pattern fits the whole name holds.
 */
final class HepFinalStates implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_KINDS = 64;
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String BACKGROUND = "~";
  private static final Pattern ENTRY = Pattern.compile("(\\S+) (.+) -> ([^;>]+);(.+)");

  private record Entry(String experiment, Pattern pattern, HepFinalState state)
      implements Serializable {}

  private final Map<String, Integer> kinds = new TreeMap<>();
  private final List<Entry> datasets = new ArrayList<>();
  private final List<Entry> processes = new ArrayList<>();

  /**
   * Reads both tables.
   *
   * @param rule path of the rule's settings, for messages
   * @throws IllegalArgumentException for an entry of another form, or a process that gives a kind
   *     of final state that no dataset asks for
   */
  HepFinalStates(String rule, List<String> primaryDatasets, List<String> processes) {
    for (String entry : primaryDatasets) {
      datasets.add(parse(rule + ".primary-datasets", entry, true));
    }
    for (String entry : processes) {
      this.processes.add(parse(rule + ".processes", entry, false));
    }
  }

  private Entry parse(String setting, String entry, boolean ofData) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          setting
              + " has the entry "
              + entry
              + ", but must be experiment pattern -> kinds of final state; reason");
    }
    long signal = 0;
    long background = 0;
    List<String> backgrounds = new ArrayList<>();
    List<String> signals = new ArrayList<>();
    Selects selects = Selects.SOME;
    for (String part : parts.group(3).split(",")) {
      String kind = part.strip();
      if (kind.equals(NONE) || (ofData && kind.equals(ALL))) {
        selects = kind.equals(ALL) ? Selects.ALL : Selects.NOTHING;
      } else if (!ofData && kind.startsWith(BACKGROUND)) {
        background |= bit(setting, entry, kind.substring(1).strip(), ofData);
        backgrounds.add(kind.substring(1).strip());
      } else {
        signal |= bit(setting, entry, kind, ofData);
        signals.add(kind);
      }
    }
    String text = String.join(", ", signals);
    if (!backgrounds.isEmpty()) {
      text += (text.isEmpty() ? "" : ", ") + "as a background " + String.join(", ", backgrounds);
    }
    HepFinalState state =
        new HepFinalState(text, parts.group(4).strip(), signal, background, selects);
    return new Entry(parts.group(1), pattern(setting, entry, parts.group(2)), state);
  }

  private static Pattern pattern(String setting, String entry, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          setting + " has the entry " + entry + ", which is no regular expression: " + text, e);
    }
  }

  private long bit(String setting, String entry, String kind, boolean ofData) {
    if (!kind.matches("[a-z]+")) {
      throw new IllegalArgumentException(
          setting + " has the entry " + entry + ", where " + kind + " is no kind of final state");
    }
    if (ofData) {
      kinds.putIfAbsent(kind, kinds.size());
    }
    Integer number = kinds.get(kind);
    if (number == null || number >= MOST_KINDS) {
      throw new IllegalArgumentException(
          setting
              + " has the entry "
              + entry
              + ", where "
              + kind
              + (number == null
                  ? " is a kind of final state that no primary dataset asks for"
                  : " is one kind of final state too many"));
    }
    return 1L << number;
  }

  /** What a dataset of collisions was triggered by; null when the table does not list it. */
  HepFinalState ofData(HepRecord data) {
    return find(datasets, data);
  }

  /** What the process of a simulation gives; null when the table does not list it. */
  HepFinalState ofSimulation(HepRecord simulation) {
    return find(processes, simulation);
  }

  private static HepFinalState find(List<Entry> entries, HepRecord record) {
    String name = name(record);
    for (Entry entry : entries) {
      if (record.experiments().contains(entry.experiment)
          && entry.pattern.matcher(name).matches()) {
        return entry.state;
      }
    }
    return null;
  }

  /** The process or primary dataset, or the whole title where that is all there is. */
  static String name(HepRecord record) {
    return record.process() == null ? record.title() : record.process();
  }
}
