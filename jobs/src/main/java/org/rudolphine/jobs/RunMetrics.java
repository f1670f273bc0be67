package org.rudolphine.jobs;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.transform.normalize.Accounting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of the run that this process does, as gauges. Spark makes plugins itself and early,
 * and a run knows its numbers late: what is known is kept here, where both find it. Without a sink
 * nobody asks, and nothing is computed.
 */
final class RunMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);
  private static final Map<String, Supplier<Number>> VALUES = new ConcurrentHashMap<>();
  private static MetricRegistry registry;

  private RunMetrics() {}

  /** From now on gauges are added to this registry. */
  static synchronized void registerIn(MetricRegistry sparks) {
    registry = sparks;
    VALUES.putIfAbsent("run.running", () -> 0); // a registry that is empty now is never looked at
    VALUES.keySet().forEach(RunMetrics::gauge);
  }

  /** Forgets the run before, if this process did one. */
  static synchronized void begin() {
    VALUES.replaceAll((name, value) -> () -> Double.NaN);
    VALUES.put("run.running", () -> 1);
  }

  /** Shows what is known of a run; its lake tells when sources succeeded last, if a sink asks. */
  static synchronized void show(RunReport run, Lake lake) {
    put("run.running", run.finished() ? 0 : 1);
    put("run.seconds", run.durationS());
    if (run.finished()) {
      put("run.exit_code", run.exitCode());
    }
    if (run.snapshot() != null) {
      put("run.snapshot", run.snapshot());
    }
    if (run.releasePublished() != null) {
      put("release.published", run.releasePublished() ? 1 : 0);
    }
    put("run.messages", run.messages().size());
    run.stages().forEach(stage -> put("stage." + stage.stage() + ".seconds", stage.seconds()));
    run.harvests().forEach(RunMetrics::harvest);
    run.accounting().forEach(RunMetrics::accounting);
    run.accounting()
        .forEach(
            account ->
                put(
                    "source." + account.source() + ".refusals",
                    run.refusals().stream()
                        .filter(refusal -> refusal.source().equals(account.source()))
                        .count()));
    run.links()
        .forEach(
            rule -> {
              put("rule." + rule.rule() + ".accepted", rule.accepted());
              put("rule." + rule.rule() + ".candidates", rule.candidates());
              put("rule." + rule.rule() + ".unmatched", rule.unmatched());
            });
    if (run.finished()) {
      ages(run, lake);
    }
  }

  private static void harvest(SourceHarvest harvest) {
    String source = "source." + harvest.source();
    put(source + ".pages", harvest.pages());
    put(source + ".records", harvest.records());
    put(source + ".failures", harvest.failures().size());
    put(source + ".waited_seconds", harvest.waitedSeconds());
    put(source + ".seconds", harvest.seconds());
  }

  private static void accounting(Accounting account) {
    String source = "source." + account.source();
    put(source + ".read", account.read());
    put(source + ".written", account.written());
    put(source + ".unchanged", account.unchanged());
    put(source + ".duplicate", account.duplicate());
    put(source + ".deleted", account.deleted());
    put(source + ".rejected", account.rejected());
    put(source + ".skipped", account.skipped());
    put(source + ".tombstoned", account.tombstoned());
  }

  private static void ages(RunReport run, Lake lake) {
    Set<String> sources = new TreeSet<>();
    run.harvests().forEach(harvest -> sources.add(harvest.source()));
    Successes successes = new Successes(lake, sources);
    for (String source : sources) {
      put("source." + source + ".last_success_age_seconds", () -> successes.age(source));
    }
  }

  private static void put(String name, Number value) {
    put(name, () -> value);
  }

  private static void put(String name, Supplier<Number> value) {
    VALUES.put(name, value);
    gauge(name);
  }

  private static void gauge(String name) {
    if (registry != null && !registry.getNames().contains(name)) {
      registry.register(name, (Gauge<Number>) () -> VALUES.get(name).get());
    }
  }

  /** When sources succeeded last: looked up in the lake once, at the first question. */
  private static final class Successes {
    private final Lake lake;
    private final Set<String> sources;
    private Map<String, Instant> known;

    Successes(Lake lake, Set<String> sources) {
      this.lake = lake;
      this.sources = sources;
    }

    /** Seconds since; no number when it never did within reach. */
    synchronized Number age(String source) {
      if (known == null) {
        known = lookUp();
      }
      Instant last = known.get(source);
      if (last == null) {
        return Double.NaN;
      }
      return Duration.between(last, Instant.now()).toSeconds();
    }

    private Map<String, Instant> lookUp() {
      try {
        return SourceState.lastSuccesses(lake, sources);
      } catch (IOException | RuntimeException e) {
        LOG.warn("metrics lack the ages of last successes: {}", e.getMessage());
        return new TreeMap<>();
      }
    }
  }
}
