package org.rudolphine.transform.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings; of those about rows, one per file and kind with a count and the first case.
 */
final class Findings {
  private record Kind(Finding.Severity severity, String path, String message) {}

  private record Cases(String first, long count) {}

  private final List<Finding> single = new ArrayList<>();
  private final Map<Kind, Cases> counted = new LinkedHashMap<>();

  void error(String path, String message) {
    single.add(new Finding(Finding.Severity.ERROR, path, message));
  }

  /** A broken promise that many rows may share. */
  void rowError(String path, String message, String example) {
    row(Finding.Severity.ERROR, path, message, example);
  }

  void rowWarning(String path, String message, String example) {
    row(Finding.Severity.WARNING, path, message, example);
  }

  private void row(Finding.Severity severity, String path, String message, String example) {
    counted.merge(
        new Kind(severity, path, message),
        new Cases(example, 1),
        (known, one) -> new Cases(known.first(), known.count() + 1));
  }

  List<Finding> all() {
    List<Finding> all = new ArrayList<>(single);
    counted.forEach(
        (kind, cases) ->
            all.add(
                new Finding(
                    kind.severity(),
                    kind.path(),
                    kind.message() + ": " + cases.count() + " rows, first " + cases.first())));
    return List.copyOf(all);
  }
}
