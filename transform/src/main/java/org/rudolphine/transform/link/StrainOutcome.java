package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Outcome of a task without its arrays.
 *
 * @param task event and waveform
 * @param reason why nothing was found; null when something was
 * @param score score of the link
 * @param snr network signal-to-noise ratio
 */
record StrainOutcome(StrainTask task, String reason, double score, double snr) {

  /**
   * Place of each task among those of its event: deprecated runs last; by score, then by SNR, then
   * by waveform.
   */
  static TreeMap<Integer, Integer> ranks(List<StrainOutcome> outcomes) {
    Map<String, List<StrainOutcome>> events = new TreeMap<>();
    for (StrainOutcome outcome : outcomes) {
      if (outcome.reason() == null) {
        events
            .computeIfAbsent(outcome.task().event().id(), event -> new ArrayList<>())
            .add(outcome);
      }
    }
    TreeMap<Integer, Integer> ranks = new TreeMap<>();
    for (List<StrainOutcome> list : events.values()) {
      list.sort(
          Comparator.comparing((StrainOutcome one) -> one.task().isDeprecated())
              .thenComparingDouble(one -> -one.score())
              .thenComparingDouble(one -> -one.snr())
              .thenComparing(one -> one.task().waveform().id()));
      for (int i = 0; i < list.size(); i++) {
        ranks.put(list.get(i).task().index(), i + 1);
      }
    }
    return ranks;
  }
}
