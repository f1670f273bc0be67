package org.rudolphine.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * Plans which waveforms of SXS simulations are to be fetched: first a unit that looks up their
 * links in the catalog's document, then a unit for each simulation. What is remembered is in the
 * manifests: {@code link.<simulation>} with the release that it was looked up in, and {@code
 * waveform.<simulation>} with the link that was fetched or that leads to nothing.
 */
final class SxsWaveformPlan {
  static final String LINKS = "waveform-links";
  static final String TAG = "tag";
  static final String SIMULATION = "simulation";
  static final String LINK = "link";

  /** Prefix of a parameter that names a simulation to look up. */
  static final String WANTED = "wanted.";

  static final String LINK_KEY = "link.";
  static final String DONE_KEY = "waveform.";
  private static final String SETTING = "asset-simulations";
  private static final Pattern ID = Pattern.compile("SXS:[A-Z]{2,8}:\\d{4,9}");

  private final SourceSettings settings;
  private final PlanRequest request;
  private final String tag;
  private final Map<String, String> memory = new TreeMap<>();

  /**
   * A plan.
   *
   * @param tag release of the catalog that links are looked up in
   */
  SxsWaveformPlan(SourceSettings settings, PlanRequest request, String tag) {
    this.settings = settings;
    this.request = request;
    this.tag = tag;
    for (BatchManifest manifest : request.manifests()) {
      memory.putAll(manifest.state());
    }
  }

  /** Refuses settings that name something else than simulations. */
  static void check(SourceSettings settings) {
    for (String id : settings.has(SETTING) ? settings.texts(SETTING) : List.<String>of()) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "sources.sxs.asset-simulations lists SXS ids such as SXS:BBH:0305, not: " + id);
      }
    }
  }

  List<WorkUnit> units() {
    List<String> wanted = settings.texts(SETTING);
    Map<String, String> unknown = new TreeMap<>();
    List<WorkUnit> units = new ArrayList<>();
    for (String simulation : wanted) {
      SxsWaveformLink link = SxsWaveformLink.fromState(memory.get(LINK_KEY + simulation));
      if (link == null || !link.tag().equals(tag)) {
        unknown.put(WANTED + simulation, "");
      } else if (link.found() && wanted(simulation, link)) {
        units.add(
            new WorkUnit(unitId(simulation), Map.of(SIMULATION, simulation, LINK, link.toState())));
      }
    }
    if (unknown.isEmpty() || triedInThisRun(LINKS)) {
      return units.stream().filter(unit -> !triedInThisRun(unit.id())).toList();
    }
    unknown.put(TAG, tag);
    return List.of(new WorkUnit(LINKS, unknown));
  }

  private boolean wanted(String simulation, SxsWaveformLink link) {
    boolean again = request.mode() == PlanRequest.Mode.FULL;
    return again || !link.identity().equals(memory.get(DONE_KEY + simulation));
  }

  private boolean triedInThisRun(String unit) {
    return request.ofThisRun().stream().anyMatch(manifest -> manifest.unit().equals(unit));
  }

  private static String unitId(String simulation) {
    return "waveform-" + simulation.toLowerCase(Locale.ROOT).replace(':', '-');
  }
}
