package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;

/** Two processes that commit snapshots to one lake at once. */
final class TwoCommitters {
  private static final int EACH = 25;

  private TwoCommitters() {}

  /** No number is lost, none is given twice, and no commit undoes another. */
  static void race(String uri, Map<String, String> settings, Path logs)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (String name : List.of("kepler", "tycho")) {
      List<String> args = new ArrayList<>(List.of(uri, name, Integer.toString(EACH)));
      settings.forEach((key, value) -> args.add(key + "=" + value));
      processes.add(OtherJvm.start(CommitMany.class, logs.resolve(name + ".log"), args));
    }
    Map<Long, String> winners = new TreeMap<>();
    int i = 0;
    for (String name : List.of("kepler", "tycho")) {
      assertThat(processes.get(i).waitFor(120, TimeUnit.SECONDS)).isTrue();
      List<String> lines = Files.readAllLines(logs.resolve(name + ".log"));
      assertThat(processes.get(i++).exitValue()).as(String.join("\n", lines)).isZero();
      for (String line : lines) {
        if (line.startsWith("won ")) {
          assertThat(winners.put(Long.valueOf(line.substring(4)), name)).as(line).isNull();
        }
      }
    }
    Lake lake = Lake.open(uri, settings);
    List<Long> numbers = lake.snapshotNumbers();
    assertThat(numbers).hasSize(2 * EACH).startsWith(1L).endsWith(2L * EACH);
    assertThat(winners.keySet()).containsExactlyElementsOf(numbers);
    for (long number : numbers) {
      assertThat(lake.snapshot(number).runId()).isEqualTo(winners.get(number));
    }
    Snapshot last = lake.snapshot();
    assertThat(last.tables()).containsEntry("kepler", "25").containsEntry("tycho", "25");
  }
}
