package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which waveforms are filtered with. Of one file, one extrapolation order; of one simulation, one
 * file, of the highest resolution level. The others are kept with the reason.
 */
final class WaveformChoice {
  private final List<StrainWaveform> chosen;
  private final Map<String, String> reasons = new TreeMap<>();

  private WaveformChoice(List<StrainWaveform> waveforms, List<String> orders) {
    List<StrainWaveform> able = new ArrayList<>();
    for (StrainWaveform waveform : waveforms) {
      if (waveform.refusal() == null) {
        able.add(waveform);
      } else {
        reasons.put(waveform.id(), waveform.refusal());
      }
    }
    List<StrainWaveform> oneOrder =
        best(
            able,
            waveform -> waveform.asset() + "|" + waveform.mode(),
            Comparator.comparingInt(waveform -> place(orders, waveform.order())),
            "another extrapolation order of the same file is used: ");
    this.chosen =
        best(
            oneOrder,
            waveform -> waveform.simulation() == null ? waveform.id() : waveform.simulation(),
            Comparator.comparingInt(
                waveform -> waveform.level() == null ? Integer.MAX_VALUE : -waveform.level()),
            "another file of the same simulation is used: ");
  }

  static WaveformChoice of(List<StrainWaveform> waveforms, List<String> orders) {
    return new WaveformChoice(waveforms, orders);
  }

  private static int place(List<String> orders, String order) {
    int place = orders.indexOf(order);
    return place < 0 ? orders.size() : place;
  }

  private List<StrainWaveform> best(
      List<StrainWaveform> waveforms,
      Function<StrainWaveform, String> group,
      Comparator<StrainWaveform> preference,
      String reason) {
    Map<String, StrainWaveform> best = new HashMap<>();
    Comparator<StrainWaveform> order =
        preference
            .thenComparing(waveform -> String.valueOf(waveform.fileName()))
            .thenComparing(StrainWaveform::id);
    for (StrainWaveform waveform : waveforms) {
      best.merge(
          group.apply(waveform),
          waveform,
          (one, other) -> order.compare(one, other) <= 0 ? one : other);
    }
    for (StrainWaveform waveform : waveforms) {
      StrainWaveform taken = best.get(group.apply(waveform));
      if (taken != waveform) {
        reasons.put(waveform.id(), reason + taken.order() + " of " + taken.title());
      }
    }
    return best.values().stream().sorted(Comparator.comparing(StrainWaveform::id)).toList();
  }

  /** Waveforms that take part, in the order of their ids. */
  List<StrainWaveform> chosen() {
    return chosen;
  }

  /** Why others do not, by id. */
  Map<String, String> reasons() {
    return reasons;
  }
}
