package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.transform.signal.MatchedFilter;
import org.rudolphine.transform.signal.NetworkResult;
import org.rudolphine.transform.signal.PreparedStrain;
import org.rudolphine.transform.signal.ScanResult;
import org.rudolphine.transform.signal.StrainSeries;
import org.rudolphine.transform.signal.Unfilterable;

/** Filters the strain of an event with a waveform; one thread at a time. */
final class StrainFilter {
  private final StrainSettings settings;
  private final MatchedFilter filter;

  StrainFilter(StrainSettings settings) {
    this.settings = settings;
    this.filter = new MatchedFilter(settings.filter());
  }

  /**
   * Filters.
   *
   * @param pieces strain of all detectors around the event, in any order
   * @throws StrainFinding.None when no detector's strain, or no template, can be used
   */
  StrainFinding find(StrainTask task, WaveformSamples waveform, List<StrainPiece> pieces)
      throws StrainFinding.None {
    Map<String, List<StrainPiece>> strain = new TreeMap<>();
    for (StrainPiece piece : pieces) {
      strain.computeIfAbsent(piece.detector(), name -> new ArrayList<>()).add(piece);
    }
    List<String> refused = new ArrayList<>(task.refused());
    List<PreparedStrain> prepared = new ArrayList<>();
    for (List<StrainPiece> ofDetector : strain.values()) {
      ofDetector.sort(Comparator.comparingDouble(piece -> piece.segment().gpsStart()));
      try {
        prepared.add(prepared(ofDetector));
      } catch (Unfilterable | StrainFinding.None e) {
        refused.add(ofDetector.get(0).detector() + ": " + e.getMessage());
      }
    }
    if (prepared.isEmpty()) {
      throw new StrainFinding.None(
          refused.isEmpty() ? "no strain of a detector was read" : String.join("; ", refused));
    }
    WaveformSamples.Search search = waveform.search(task, settings);
    try {
      ScanResult scan = filter.scan(prepared, search.family(), search.grid(), task.event().gps());
      for (NetworkResult.Refused one : scan.result().refused()) {
        refused.add(one.detector() + ": " + one.reason());
      }
      return new StrainFinding(task, search, scan, strain, List.copyOf(refused));
    } catch (Unfilterable e) {
      refused.add(0, e.reason());
      throw new StrainFinding.None(String.join("; ", refused));
    }
  }

  private PreparedStrain prepared(List<StrainPiece> pieces)
      throws Unfilterable, StrainFinding.None {
    List<StrainSeries> series = new ArrayList<>();
    for (StrainPiece piece : pieces) {
      if (!piece.failing().isEmpty()) {
        throw new StrainFinding.None(
            String.join(", ", piece.failing()) + " does not hold around the event");
      }
      if (piece.series().samples().length > 0) {
        series.add(piece.series());
      }
    }
    return filter.prepare(StrainSeries.joined(series));
  }
}
