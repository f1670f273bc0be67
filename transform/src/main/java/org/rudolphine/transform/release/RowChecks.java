package org.rudolphine.transform.release;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks of rows. Everything is worked out anew from what the design promises, the split too: a
 * verifier that called the code which made a release would repeat its mistakes.
 */
final class RowChecks {
  private static final Set<String> REDISTRIBUTABLE = Set.of("yes", "attribution", "share_alike");
  private static final Set<Double> SENTINELS = Set.of(-999.0, -9999.0, -99999.0);
  private static final List<String> PROVENANCE =
      List.of("source", "revision", "retrieved_at", "raw_sha256", "licence", "redistribute");
  private static final List<String> PAIR_ARRAYS =
      List.of(
          "abscissa",
          "observed",
          "observed_lower",
          "observed_upper",
          "predicted",
          "predicted_lower",
          "predicted_upper",
          "residual");
  private static final BigInteger EIGHT_BYTES = BigInteger.ONE.shiftLeft(64);

  private record Reference(String path, String from, String table, String id, String row) {}

  private final Findings findings;
  private final Map<String, Set<String>> keys = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private final Map<String, String> splitOfGroup = new HashMap<>();

  RowChecks(Findings findings) {
    this.findings = findings;
  }

  /** Checks one row on its own and keeps what is needed to check it against the others. */
  void check(ReleaseManifest.Entry file, ReleasedTable table, Map<String, Object> row) {
    String key = key(table, row);
    if (!keys.computeIfAbsent(table.name(), t -> new HashSet<>()).add(key)) {
      findings.rowError(file.path(), "duplicate key", key);
    }
    row.forEach((column, value) -> numbers(file.path(), key, column, value));
    provenance(file.path(), table, key, row);
    intervals(file.path(), key, row);
    switch (table.name()) {
      case ReleasedTable.PAIRS -> pair(file, key, row);
      case ReleasedTable.LINKS -> {
        refer(file.path(), key, "left_id", row.get("left_table"), row.get("left_id"));
        refer(file.path(), key, "right_id", row.get("right_table"), row.get("right_id"));
      }
      case "unmatched" -> refer(file.path(), key, "id", row.get("table_name"), row.get("id"));
      default -> {}
    }
  }

  private static String key(ReleasedTable table, Map<String, Object> row) {
    List<String> parts = new ArrayList<>();
    table.key().forEach(part -> parts.add(String.valueOf(row.get(part))));
    return String.join("|", parts);
  }

  private void numbers(String path, String key, String column, Object value) {
    if (value instanceof Number number) {
      double x = number.doubleValue();
      if (!Double.isFinite(x)) {
        findings.rowError(path, "column " + column + " holds NaN or an infinity", key);
      } else if (SENTINELS.contains(x)) {
        findings.rowError(path, "column " + column + " holds the sentinel " + number, key);
      }
    } else if (value instanceof List<?> list) {
      list.forEach(element -> numbers(path, key, column, element));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, element) -> numbers(path, key, column + "." + name, element));
    }
  }

  private void provenance(String path, ReleasedTable table, String key, Map<String, Object> row) {
    if (table.bookKeeping()) {
      if (row.containsKey("redistribute")) {
        redistributable(path, key, row);
      }
      return;
    }
    for (String column : PROVENANCE) {
      if (row.get(column) == null) {
        findings.rowError(path, "provenance column " + column + " is null or missing", key);
      }
    }
    redistributable(path, key, row);
    Object source = row.get("source");
    if (source != null && !"rudolphine".equals(source)) {
      refer(path, key, "source", ReleasedTable.SOURCES, source);
    }
  }

  private void redistributable(String path, String key, Map<String, Object> row) {
    Object permission = row.get("redistribute");
    if (permission == null || !REDISTRIBUTABLE.contains(permission.toString())) {
      findings.rowError(path, "row must not be passed on, redistribute is " + permission, key);
    }
  }

  private void intervals(String path, String key, Map<String, Object> row) {
    row.forEach(
        (column, value) -> {
          Object lower = row.get(column + "_lower");
          Object upper = row.get(column + "_upper");
          if ((lower != null || upper != null) && Intervals.disordered(value, lower, upper)) {
            findings.rowWarning(path, "column " + column + " lies outside its interval", key);
          }
        });
  }

  private void pair(ReleaseManifest.Entry file, String key, Map<String, Object> row) {
    refer(file.path(), key, "experiment_id", row.get("experiment_table"), row.get("experiment_id"));
    refer(file.path(), key, "theory_id", row.get("theory_table"), row.get("theory_id"));
    refer(file.path(), key, "link_id", ReleasedTable.LINKS, row.get("link_id"));
    long lengths =
        PAIR_ARRAYS.stream()
            .map(row::get)
            .filter(List.class::isInstance)
            .map(array -> ((List<?>) array).size())
            .distinct()
            .count();
    if (lengths > 1) {
      findings.rowError(file.path(), "arrays of unequal length", key);
    }
    String group = Objects.toString(row.get("group_id"), "");
    String split = Objects.toString(row.get("split"), "");
    if (!split.equals(splitOf(group))) {
      findings.rowError(
          file.path(), "split is not the one that group_id gives", key + " in " + split);
    }
    if (!split.equals(file.split())) {
      findings.rowError(file.path(), "row of another split in a file of " + file.split(), key);
    }
    String known = splitOfGroup.putIfAbsent(group, split);
    if (known != null && !known.equals(split)) {
      findings.rowError(file.path(), "group in two splits", group);
    }
  }

  /** First eight bytes of SHA-256 as an unsigned fraction: below 0.8, below 0.9, above. */
  static String splitOf(String group) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("rudolphine-split-v1|" + group).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    BigInteger tenth = new BigInteger(1, Arrays.copyOf(digest, 8)).multiply(BigInteger.TEN);
    if (tenth.compareTo(EIGHT_BYTES.multiply(BigInteger.valueOf(8))) < 0) {
      return "train";
    }
    return tenth.compareTo(EIGHT_BYTES.multiply(BigInteger.valueOf(9))) < 0 ? "validation" : "test";
  }

  private void refer(String path, String row, String from, Object table, Object id) {
    references.add(new Reference(path, from, String.valueOf(table), String.valueOf(id), row));
  }

  /**
   * Checks references, once all rows were seen.
   *
   * @param damaged tables that could not be read whole: a missing row there is no orphan's fault
   */
  void resolve(Set<String> damaged) {
    references.stream()
        .filter(r -> !damaged.contains(r.table()))
        .filter(r -> !keys.getOrDefault(r.table(), Set.of()).contains(r.id()))
        .sorted(Comparator.comparing(Reference::toString))
        .forEach(
            r ->
                findings.rowError(
                    r.path(),
                    "orphan: " + r.from() + " leads to no row of " + r.table(),
                    r.id() + " in " + r.row()));
  }
}
