package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Waveforms beside the strain of events. Links are read first: they say of which pairs the curves
 * are kept, those of the best waveform of each of the loudest events.
 */
final class StrainData {
  static final String RULE = "gw-strain";
  static final String QUANTITY = "strain_whitened";

  /** Events that get a card. */
  static final int CARDS = 12;

  private final Map<String, List<Match>> matches = new TreeMap<>();
  private final Set<String> drawn = new HashSet<>();
  private final Map<String, Map<String, StrainCurve>> curves = new HashMap<>();
  private final Map<String, String> waveforms = new HashMap<>();

  void addLink(Cells row) {
    Match match = Match.of(row);
    if (RULE.equals(match.rule()) && match.ranked()) {
      matches.computeIfAbsent(match.event(), event -> new ArrayList<>()).add(match);
    }
  }

  /** Decides which curves are kept; all links are known. */
  void choose() {
    matches.values().forEach(list -> list.sort(Match.BY_RANK));
    events().stream().limit(CARDS).forEach(event -> drawn.add(best(event).linkId()));
  }

  void addPair(Cells row) {
    String link = row.text("link_id", "");
    Cells texts = row.map("conditions_text");
    String file = texts.text("waveform_file");
    String simulation = texts.text("simulation_id", file);
    if (simulation != null) {
      boolean both = file != null && !file.equals(simulation);
      waveforms.put(link, both ? simulation + " (" + file + ")" : simulation);
    }
    if (drawn.contains(link)) {
      StrainCurve curve = StrainCurve.of(row);
      if (curve != null) {
        curves.computeIfAbsent(link, l -> new TreeMap<>()).put(curve.detector(), curve);
      }
    }
  }

  boolean isEmpty() {
    return curves.isEmpty();
  }

  /** Event versions with a waveform beside their strain, the largest network SNR first. */
  List<String> events() {
    return matches.keySet().stream()
        .sorted(
            Comparator.comparingDouble((String event) -> snr(best(event)))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Event versions that get a card. */
  List<String> cards() {
    return events().stream().filter(event -> !curves(event).isEmpty()).toList();
  }

  /** Event versions that do not. */
  List<String> rest() {
    return events().stream().filter(event -> curves(event).isEmpty()).toList();
  }

  /** Waveforms of an event, the best one first. */
  List<Match> matches(String event) {
    return matches.get(event);
  }

  Match best(String event) {
    return matches.get(event).get(0);
  }

  /** Curves of an event's best waveform by detector. */
  List<StrainCurve> curves(String event) {
    return List.copyOf(curves.getOrDefault(best(event).linkId(), Map.of()).values());
  }

  /** What a waveform is called: its simulation, its file, or else its id, shortened. */
  String waveform(Match match) {
    String name = waveforms.get(match.linkId());
    return name == null ? match.simulation().replaceAll("([0-9a-f]{12})[0-9a-f]{52}", "$1…") : name;
  }

  /** Network SNR of a link, or the only detector's; 0 when it states none. */
  static double snr(Match match) {
    return match
        .evidence("snr_network")
        .map(Evidence::simulation)
        .orElseGet(
            () ->
                match.evidence().stream()
                    .filter(e -> e.quantity().startsWith("snr_") && e.simulation() != null)
                    .mapToDouble(Evidence::simulation)
                    .max()
                    .orElse(0));
  }
}
