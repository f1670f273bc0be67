package org.rudolphine.transform.normalize;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Range of centre-of-mass energies as the portal writes it: {@code 7TeV}, {@code 12 GeV}, {@code
 * 89-94 GeV}.
 *
 * @param low lower end in GeV
 * @param high upper end in GeV, the same for a single energy
 */
record CernEnergy(double low, double high) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{1,7}(?:\\.\\d{1,6})?)\\s*([TGMk]eV)?(?:\\s*[-\\u2013]\\s*(\\d{1,7}(?:\\.\\d{1,6})?))?"
              + "\\s*([TGMk]eV)?",
          Pattern.CASE_INSENSITIVE);

  /** Powers of ten from the unit to GeV. */
  private static final Map<String, Integer> UNITS =
      Map.of("tev", 3, "gev", 0, "mev", -3, "kev", -6);

  /** The range; empty when the text has no known unit or no positive energy. */
  static Optional<CernEnergy> read(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean single = matcher.group(3) == null;
    String last = matcher.group(4);
    String first = matcher.group(2) != null ? matcher.group(2) : last;
    if (first == null || (!single && last == null) || (single && doubled(matcher))) {
      return Optional.empty();
    }
    double low = gev(matcher.group(1), first);
    double high = single ? low : gev(matcher.group(3), last);
    return low > 0 && low <= high ? Optional.of(new CernEnergy(low, high)) : Optional.empty();
  }

  private static boolean doubled(Matcher matcher) {
    return matcher.group(2) != null && matcher.group(4) != null;
  }

  private static double gev(String number, String unit) {
    int power = UNITS.get(unit.toLowerCase(Locale.ROOT));
    return new BigDecimal(number).scaleByPowerOfTen(power).doubleValue();
  }

  /** Smallest range that holds all of them. */
  static Optional<CernEnergy> spanning(List<CernEnergy> energies) {
    return energies.stream()
        .reduce((a, b) -> new CernEnergy(Math.min(a.low, b.low), Math.max(a.high, b.high)));
  }
}
