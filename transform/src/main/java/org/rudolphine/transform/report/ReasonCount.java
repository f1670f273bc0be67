package org.rudolphine.transform.report;

import java.util.Objects;

/**
 * How many records share one reason.
 *
 * @param scope source of rejected records, or rule of unmatched ones
 * @param reason the reason in words
 * @param count number of records
 */
public record ReasonCount(String scope, String reason, long count) {
  public ReasonCount {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(reason, "reason");
  }
}
