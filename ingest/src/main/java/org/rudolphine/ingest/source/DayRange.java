package org.rudolphine.ingest.source;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Days from one to another, both included. A range that ends before it begins holds no day.
 *
 * @param from first day
 * @param until last day
 */
record DayRange(LocalDate from, LocalDate until) {

  boolean isEmpty() {
    return until.isBefore(from);
  }

  /** What is left of this range without the days of another one, in order. */
  List<DayRange> without(DayRange other) {
    if (other.isEmpty() || other.until.isBefore(from) || other.from.isAfter(until)) {
      return isEmpty() ? List.of() : List.of(this);
    }
    List<DayRange> left = new ArrayList<>();
    if (from.isBefore(other.from)) {
      left.add(new DayRange(from, other.from.minusDays(1)));
    }
    if (until.isAfter(other.until)) {
      left.add(new DayRange(other.until.plusDays(1), until));
    }
    return left;
  }

  /** What is left of this range without the days of others, in order. */
  List<DayRange> without(Collection<DayRange> others) {
    List<DayRange> left = isEmpty() ? List.of() : List.of(this);
    for (DayRange other : others) {
      left = left.stream().flatMap(range -> range.without(other).stream()).toList();
    }
    return left;
  }

  /** The range up to a day, if it goes beyond. */
  DayRange upTo(LocalDate day) {
    return until.isAfter(day) ? new DayRange(from, day) : this;
  }

  /**
   * Windows of a period, counted from the first day, that hold the range; the last one may reach
   * beyond it.
   */
  List<DayRange> cut(Period period) {
    List<DayRange> windows = new ArrayList<>();
    LocalDate start = from;
    for (int n = 1; !start.isAfter(until); n++) {
      LocalDate next = from.plus(period.multipliedBy(n));
      windows.add(new DayRange(start, next.minusDays(1)));
      start = next;
    }
    return windows;
  }
}
