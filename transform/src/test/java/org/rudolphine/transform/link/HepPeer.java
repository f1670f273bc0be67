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
 * experiment, beams, a common year, overlapping energies; the same score, rank and id; zstd
 * Parquet. It writes no evidence and no sentence.
 *
 * <p>Modes: {@code join DIR}, {@code check DIR}, which compares both results pair by pair.
 */
final class HepPeer {
  private static final String JOIN =
      """
      COPY (
        WITH campaigns(prefix, pass) AS (VALUES
            ('Summer12-LowPU2010_DR42', 'Apr21ReReco'), ('Summer11LegDR', '12Oct2013'),
            ('Summer12_DR53X', '22Jan2013'), ('RunIISummer20UL16', 'UL2016')),
        keyed AS (
          SELECT record_id, side, title, campaign, data_tier, release_family, partner_years,
                 conditions_collision_type AS beams, conditions_energy_gev_low AS low,
                 conditions_energy_gev_high AS high, conditions_years AS years,
                 unnest(experiments) AS experiment, unnest(conditions_years) AS year
          FROM read_parquet('DIR/hep_datasets/*.parquet')),
        pairs AS (
          SELECT l.record_id AS left_id, r.record_id AS right_id,
                 greatest(0, 0.2 + 0.05 * (
                   coalesce(CASE WHEN l.data_tier = r.data_tier
                       OR (r.data_tier LIKE '%SIM%' AND replace(r.data_tier, 'SIM', '') = l.data_tier)
                     THEN 1 ELSE -1 END, 0)
                   + coalesce(CASE WHEN contains(split_part(l.title, '/', 3), c.pass)
                     THEN 1 WHEN c.pass IS NULL THEN 0 ELSE -1 END, 0)
                   + CASE WHEN l.experiment <> 'DELPHI' THEN 0
                     WHEN l.campaign = r.campaign THEN 1 ELSE -1 END
                   + CASE WHEN r.partner_years IS NULL THEN 0
                     WHEN list_has_any(r.partner_years, l.years) THEN 1 ELSE -1 END
                   + CASE WHEN l.release_family IS NULL OR r.release_family IS NULL THEN 0
                     WHEN l.release_family = r.release_family THEN 1 ELSE -1 END)) AS score
          FROM keyed l JOIN keyed r ON l.experiment = r.experiment AND l.beams = r.beams
            AND l.year = r.year AND l.low <= r.high AND r.low <= l.high
          LEFT JOIN campaigns c ON starts_with(split_part(r.title, '/', 3), c.prefix)
          WHERE l.side = 'data' AND r.side = 'simulation')
        SELECT sha256('hep-conditions|hep_datasets|' || left_id || '|hep_datasets|' || right_id)
                 AS link_id, left_id, right_id, score,
               row_number() OVER (PARTITION BY left_id ORDER BY round(score, 6) DESC, right_id)
                 AS rank
        FROM pairs
      ) TO 'DIR/peer.parquet' (FORMAT parquet, COMPRESSION zstd)
      """;

  private static final String CHECK =
      """
      SELECT count(*), count(o.link_id), count(p.link_id),
             count(*) FILTER (abs(o.score - p.score) < 1e-9 AND o.rank = p.rank)
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
              "pairs %d, ours %d, DuckDB %d, same score and rank %d%n",
              result.getLong(1), result.getLong(2), result.getLong(3), result.getLong(4));
        }
      }
    }
  }
}
