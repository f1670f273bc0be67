package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DayRangeTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 31);

  private static DayRange range(int from, int until) {
    return new DayRange(START.plusDays(from), START.plusDays(until));
  }

  private static Set<LocalDate> days(List<DayRange> ranges) {
    Set<LocalDate> days = new TreeSet<>();
    for (DayRange range : ranges) {
      for (LocalDate day = range.from(); !day.isAfter(range.until()); day = day.plusDays(1)) {
        assertThat(days.add(day)).as("days of two ranges").isTrue();
      }
    }
    return days;
  }

  @Property(tries = 500)
  void withoutIsTheDifferenceOfDays(
      @ForAll @IntRange(min = 0, max = 20) int from,
      @ForAll @IntRange(min = -1, max = 20) int length,
      @ForAll @IntRange(min = 0, max = 20) int otherFrom,
      @ForAll @IntRange(min = -1, max = 20) int otherLength) {
    DayRange range = range(from, from + length);
    DayRange other = range(otherFrom, otherFrom + otherLength);
    Set<LocalDate> expected = days(List.of(range));
    expected.removeAll(days(List.of(other)));

    assertThat(days(range.without(other))).isEqualTo(expected);
    assertThat(days(range.without(List.of(other, other)))).isEqualTo(expected);
  }

  @Property(tries = 200)
  void windowsCoverEveryDayOnce(
      @ForAll @IntRange(min = 0, max = 1000) int length,
      @ForAll @IntRange(min = 0, max = 3) int months,
      @ForAll @IntRange(min = 0, max = 40) int days) {
    Period period = Period.of(0, months, months == 0 && days == 0 ? 1 : days);

    DayRange range = range(0, length);
    List<DayRange> windows = range.cut(period);

    assertThat(days(windows.stream().map(window -> window.upTo(range.until())).toList()))
        .isEqualTo(days(List.of(range)));
    assertThat(windows.get(windows.size() - 1).from()).isBeforeOrEqualTo(range.until());
  }

  /** The last day of January plus n months, by the calendar. */
  @Test
  void monthsAreCountedFromTheFirstDay() {
    List<DayRange> windows = new DayRange(START, LocalDate.of(2024, 4, 10)).cut(Period.ofMonths(1));

    assertThat(windows)
        .extracting(window -> window.from() + "/" + window.until())
        .containsExactly("2024-01-31/2024-02-28", "2024-02-29/2024-03-30", "2024-03-31/2024-04-29");
  }
}
