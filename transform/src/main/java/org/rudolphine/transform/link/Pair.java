package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A quantity of the experiment beside the same quantity of theory.
 *
 * @param pairType {@code experiment-simulation}, {@code experiment-theory}, …
 * @param domain field of physics
 * @param caseId what was observed
 * @param quantity name of the quantity
 * @param unit its unit
 * @param station place along the case, the detector for one; empty when there is none
 * @param values what was observed and what is predicted
 * @param modelDerived whether the observed number was itself inferred with a model: then the pair
 *     is a consistency check and has no chi-square
 * @param conditions numeric conditions
 * @param conditionsText conditions that are not numbers
 * @param metrics measures of agreement
 * @param groupId experimental unit that stays in one split
 * @param theoryGroupId theory unit, for the leakage count
 */
public record Pair(
    String pairType,
    String domain,
    String caseId,
    String quantity,
    String unit,
    String station,
    PairValues values,
    boolean modelDerived,
    SortedMap<String, Double> conditions,
    SortedMap<String, String> conditionsText,
    SortedMap<String, Double> metrics,
    String groupId,
    String theoryGroupId)
    implements Serializable {

  public Pair {
    Objects.requireNonNull(caseId, "caseId");
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(station, "station");
    Objects.requireNonNull(values, "values");
    conditions = sorted(conditions);
    conditionsText = sorted(conditionsText);
    metrics = sorted(metrics);
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
