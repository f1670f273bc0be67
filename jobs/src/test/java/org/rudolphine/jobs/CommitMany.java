package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;

/**
 * A process that commits snapshots as fast as it can, each time on top of the newest one; it prints
 * the numbers it won. Arguments: URI of the lake, a name, how many commits; {@code key=value}
 * Hadoop settings after that.
 */
final class CommitMany {
  private CommitMany() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 3; i < args.length; i++) {
      int cut = args[i].indexOf('=');
      settings.put(args[i].substring(0, cut), args[i].substring(cut + 1));
    }
    Lake lake = Lake.open(args[0], settings);
    lake.checkReachable();
    int lost = 0;
    for (int won = 0; won < Integer.parseInt(args[2]); ) {
      Snapshot newest = lake.snapshot();
      long number = newest.number() + 1;
      Map<String, String> tables = new TreeMap<>(newest.tables());
      tables.merge(args[1], "1", (before, one) -> Integer.toString(Integer.parseInt(before) + 1));
      if (lake.commit(
          new Snapshot(
              number,
              Instant.now(),
              args[1],
              "test",
              tables,
              newest.consumed(),
              newest.stages()))) {
        won++;
        System.out.println("won " + number);
      } else {
        lost++;
      }
    }
    System.out.println("lost " + lost);
  }
}
