package org.rudolphine.transform.normalize;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Combines what the formats say about one paper. The newest state, by {@code updated_on}, decides
 * every column that its format can carry, be it missing; states of other formats only fill what it
 * cannot carry. So a bulk file that repeats the state of a harvest changes nothing.
 */
final class ArxivFacets {
  static final String RAW = "oai-arXivRaw";
  static final String ARXIV = "oai-arXiv";
  static final String SNAPSHOT = "snapshot";

  /** Snapshots without dates: of unknown age, so older than whatever has one. */
  static final String UNDATED = "snapshot-undated";

  private static final Map<String, Set<String>> NOT_CARRIED =
      Map.of(
          RAW, Set.of(),
          ARXIV, Set.of("submitter", "versions"),
          SNAPSHOT, Set.of("msc_class", "acm_class", "proxy"),
          UNDATED, Set.of("msc_class", "acm_class", "proxy"));

  private static final Comparator<NormalizedRow> NEWEST_FIRST =
      Comparator.comparing(
              ArxivFacets::updatedOn, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
          .thenComparingInt(NormalizedRow::precedence)
          .reversed();

  private ArxivFacets() {}

  /** Which of two formats wins on the same day: the one that tells more. */
  static int precedence(String facet) {
    return switch (facet) {
      case RAW -> 3;
      case ARXIV -> 2;
      case SNAPSHOT -> 1;
      default -> 0;
    };
  }

  static Map<String, Object> combine(List<NormalizedRow> facets) {
    List<NormalizedRow> states = new ArrayList<>(facets);
    states.sort(NEWEST_FIRST);
    NormalizedRow newest = states.get(0);
    Map<String, Object> values = new LinkedHashMap<>(newest.values());
    Set<String> wanting = NOT_CARRIED.getOrDefault(newest.facet(), Set.of());
    for (NormalizedRow other : states.subList(1, states.size())) {
      for (String column : wanting) {
        if (!values.containsKey(column) && other.values().containsKey(column)) {
          values.put(column, other.values().get(column));
        }
      }
      addToVersions(values, other);
      takeListedAuthors(values, newest, other);
    }
    conclude(values);
    return values;
  }

  private static LocalDate updatedOn(NormalizedRow state) {
    return (LocalDate) state.values().get("updated_on");
  }

  /** Times, sizes and source types that the newest state's format lacks, by version number. */
  private static void addToVersions(Map<String, Object> values, NormalizedRow other) {
    if (!(values.get("versions") instanceof List<?> own)
        || !(other.values().get("versions") instanceof List<?> others)
        || own == others) {
      return;
    }
    Map<Object, Map<?, ?>> byNumber = new HashMap<>();
    for (Object one : others) {
      Map<?, ?> version = (Map<?, ?>) one;
      byNumber.put(version.get("version"), version);
    }
    List<Map<String, Object>> merged = new ArrayList<>();
    for (Object one : own) {
      Map<String, Object> version = new HashMap<>();
      ((Map<?, ?>) one).forEach((key, value) -> version.put((String) key, value));
      byNumber
          .getOrDefault(version.get("version"), Map.of())
          .forEach((key, value) -> version.putIfAbsent((String) key, value));
      merged.add(version);
    }
    values.put("versions", List.copyOf(merged));
  }

  /** The bulk file lists authors one by one; that holds for the same line in another format. */
  private static void takeListedAuthors(
      Map<String, Object> values, NormalizedRow newest, NormalizedRow other) {
    boolean parsedHere = newest.facet().equals(RAW);
    boolean listedThere = other.facet().equals(SNAPSHOT);
    Object line = values.get("authors");
    if (parsedHere
        && listedThere
        && line != null
        && line.equals(other.values().get("authors"))
        && other.values().containsKey("authors_parsed")) {
      values.put("authors_parsed", other.values().get("authors_parsed"));
    }
  }

  /** Columns that follow from others, of one state or of several combined. */
  static void conclude(Map<String, Object> values) {
    List<?> versions = values.get("versions") instanceof List<?> list ? list : List.of();
    if (!versions.isEmpty()) {
      values.put("version_count", versions.size());
      Map<?, ?> first = (Map<?, ?>) versions.get(0);
      if (Integer.valueOf(1).equals(first.get("version")) && first.get("created_at") != null) {
        values.put("submitted_at", first.get("created_at"));
      }
    }
    String basis = Withdrawal.basis(versions, (String) values.get("comments"));
    values.put("withdrawn", basis != null);
    values.remove("withdrawn_basis");
    if (basis != null) {
      values.put("withdrawn_basis", basis);
    }
  }
}
