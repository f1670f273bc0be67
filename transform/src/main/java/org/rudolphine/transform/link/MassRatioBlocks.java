package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Blocks by mass ratio: intervals of equal width in ln q, from q = 1 up. A run is in one; an event
 * is in all that its masses reach within 3.1 standard deviations (99.9 %), and in one more on both
 * sides.
 *
 * @param width width of a block in ln q
 */
record MassRatioBlocks(double width) implements Serializable {
  private static final double REACH = 3.1;

  /** No mass is taken to reach below this part of its median. */
  private static final double LEAST_MASS_FRACTION = 0.05;

  List<String> of(GwRun run) {
    return List.of(name(index(StrictMath.log(run.massRatio()))));
  }

  List<String> of(GwEvent event) {
    double least1 = reach(event, event.mass1(), -1);
    double most1 = reach(event, event.mass1(), 1);
    double least2 = reach(event, event.mass2(), -1);
    double most2 = reach(event, event.mass2(), 1);
    double low = least1 > most2 ? StrictMath.log(least1 / most2) : 0;
    double high = Math.max(StrictMath.log(most1 / least2), StrictMath.log(most2 / least1));
    List<String> names = new ArrayList<>();
    for (int i = Math.max(0, index(low) - 1); i <= index(high) + 1; i++) {
      names.add(name(i));
    }
    return names;
  }

  private static double reach(GwEvent event, Measured mass, int direction) {
    if (!event.spread(mass)) {
      return mass.value();
    }
    double bound = direction < 0 ? mass.lower() : mass.upper();
    double sigmas = REACH / NormalInterval.halfWidth(event.level());
    return Math.max(
        mass.value() + (bound - mass.value()) * sigmas, LEAST_MASS_FRACTION * mass.value());
  }

  private int index(double logarithm) {
    return (int) Math.floor(Math.max(0, logarithm) / width);
  }

  private String name(int index) {
    return String.format(
        Locale.ROOT,
        "q %.3f to %.3f",
        StrictMath.exp(index * width),
        StrictMath.exp((index + 1) * width));
  }
}
