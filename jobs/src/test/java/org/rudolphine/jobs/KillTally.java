package org.rudolphine.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Lake;

/** When nights were killed, what they were at, and what of their work counted already. */
final class KillTally {
  private static final int TENTHS = 10;

  private final int[] moments = new int[TENTHS];
  private final TreeMap<String, Integer> stages = new TreeMap<>();
  private final TreeMap<String, Integer> counted = new TreeMap<>();
  private final List<Double> nights = new ArrayList<>();
  private int kills;
  private int survived;

  /** What counts in a lake. */
  record State(long batches, long snapshot, int releases, String latest) {
    static State of(Path root) throws IOException {
      Lake lake = Lake.at(root);
      long batches = 0;
      for (String source : lake.harvestedSources()) {
        batches += lake.batches(source).size();
      }
      return new State(
          batches,
          lake.snapshot().number(),
          lake.releases().size(),
          lake.latestRelease().orElse(""));
    }

    /** What a night added to it. */
    String since(State before) {
      if (releases > before.releases) {
        return latest.equals(before.latest) ? "4 release, not yet latest" : "5 release";
      }
      if (snapshot > before.snapshot) {
        return snapshot > before.snapshot + 1 ? "3 normalized and linked" : "2 normalized";
      }
      return batches > before.batches ? "1 raw batches" : "0 nothing";
    }
  }

  void killed(double moment, List<String> said, State before, State after) {
    kills++;
    moments[(int) (moment * TENTHS)]++;
    stages.merge(reached(said), 1, Integer::sum);
    counted.merge(after.since(before), 1, Integer::sum);
  }

  /** A night that was over before its moment came. */
  void survived() {
    survived++;
  }

  void finished(double seconds) {
    nights.add(seconds);
  }

  int kills() {
    return kills;
  }

  /** The stage that the last sign of life tells of. */
  static String reached(List<String> said) {
    String stage = "0 start of the JVM";
    for (String line : said) {
      if (line.contains(" starting Spark")) {
        stage = "1 start of Spark";
      } else if (line.contains(" unit=")) {
        stage = "2 harvest";
      } else if (line.contains(" normaliz")) {
        stage = "3 normalize";
      } else if (line.contains(" writing ")) {
        stage = "4 writing tables, commit, link";
      } else if (line.contains(" linked by")) {
        stage = "5 link's commit, release";
      } else if (line.contains(" released ")) {
        stage = "6 report, run report, table of runs";
      } else if (line.startsWith(" release ")) {
        stage = "7 end of the process";
      }
    }
    return stage;
  }

  String text() {
    StringBuilder text = new StringBuilder("nights killed: " + kills);
    text.append(", over before they were killed: ").append(survived);
    text.append(", left alone: ").append(nights.size());
    text.append(
        String.format(
            Locale.ROOT,
            " (%.1f s on average)%n",
            nights.stream().mapToDouble(night -> night).average().orElse(0)));
    TextTable when = new TextTable("moment (tenths of a night)", "kills");
    for (int i = 0; i < TENTHS; i++) {
      when.row("0." + i, moments[i]);
    }
    text.append(when.render("  ")).append('\n');
    TextTable at = new TextTable("killed while at", "kills");
    stages.forEach(at::row);
    text.append(at.render("  ")).append('\n');
    TextTable had = new TextTable("of its work counted", "kills");
    counted.forEach(had::row);
    return text.append(had.render("  ")).toString();
  }
}
