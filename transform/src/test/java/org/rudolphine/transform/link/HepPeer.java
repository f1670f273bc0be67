package org.rudolphine.transform.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The same key join as {@code hep-conditions} in DuckDB, on the files that {@link HepBench} wrote:
 * experiment, beams, tier, a common year, overlapping energies; the same id; zstd Parquet. It makes
 * no checks and writes no score, evidence or sentence.
 *
 * <p>Modes: {@code join DIR}, {@code check DIR}, which compares both results pair by pair.
 */
final class HepPeer {
  private static final String JOIN =
      """
      COPY (
        WITH keyed AS (
          SELECT record_id, side, replace(data_tier, 'SIM', '') AS tier,
                 conditions_collision_type AS beams, conditions_energy_gev_low AS low,
                 conditions_energy_gev_high AS high,
                 unnest(experiments) AS experiment, unnest(conditions_years) AS year
          FROM read_parquet('DIR/hep_datasets/*.parquet') WHERE data_tier <> 'RAW')
        SELECT sha256('hep-conditions|hep_datasets|' || l.record_id || '|hep_datasets|'
                 || r.record_id) AS link_id, l.record_id AS left_id, r.record_id AS right_id
        FROM keyed l JOIN keyed r ON l.experiment = r.experiment AND l.beams = r.beams
          AND l.year = r.year AND l.tier = r.tier AND l.low <= r.high AND r.low <= l.high
        WHERE l.side = 'data' AND r.side = 'simulation'
      ) TO 'DIR/peer.parquet' (FORMAT parquet, COMPRESSION zstd)
      """;

  private static final String CHECK =
      """
      SELECT count(*), count(o.link_id), count(p.link_id)
      FROM read_parquet('DIR/links-hep-conditions/*.parquet') o
      FULL JOIN read_parquet('DIR/peer.parquet') p USING (link_id)
      """;

  private HepPeer() {}

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  public static void main(String[] arguments) throws SQLException, IOException {
    String directory = Path.of(arguments[1]).toString();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      if (arguments[0].equals("join")) {
        long start = System.nanoTime();
        double cpu = cpuSeconds();
        statement.execute(JOIN.replace("DIR", directory));
        System.out.printf(Locale.ROOT, "join %.2f%n", (System.nanoTime() - start) * 1e-9);
        System.out.printf(Locale.ROOT, "join-cpu %.2f%n", cpuSeconds() - cpu);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          if (line.startsWith("VmHWM")) {
            System.out.println("memory " + line.replaceAll("\\D", ""));
          }
        }
      } else {
        try (ResultSet result = statement.executeQuery(CHECK.replace("DIR", directory))) {
          result.next();
          System.out.printf(
              "pairs %d, ours %d, DuckDB %d%n",
              result.getLong(1), result.getLong(2), result.getLong(3));
        }
      }
    }
  }
}
