package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How processes are filled, the same in all figures; more than there are fillings share the last.
 */
final class StackFills {
  private static final int FILLS = 7;

  private final List<String> names = new ArrayList<>();

  /** In the order in which processes first appear. */
  StackFills(List<List<StackData.Process>> figures) {
    for (List<StackData.Process> processes : figures) {
      for (StackData.Process process : processes) {
        if (!names.contains(process.name())) {
          names.add(process.name());
        }
      }
    }
  }

  /** Style of a process's area. */
  String style(StackData.Process process) {
    return "stacked k" + Math.min(names.indexOf(process.name()), FILLS - 1);
  }
}
