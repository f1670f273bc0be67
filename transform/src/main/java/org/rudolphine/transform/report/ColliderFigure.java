package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Small multiples: for each experiment its energies as rows and years as columns, and in each place
 * two bars, the number of datasets of collisions beside that of simulations.
 */
final class ColliderFigure {
  private static final int YEARS_PER_PANEL = 6;
  private static final int LABELS = 96;
  private static final int COLUMN = 40;
  private static final int ROW = 56;
  private static final int BAR = 15;
  private static final double GAP = 1.5;
  private static final double TALLEST = 32;
  private static final int WIDTH = LABELS + YEARS_PER_PANEL * COLUMN + 4;

  private final ColliderData data;
  private final Map<String, Map<Row, Map<Integer, Cell>>> experiments = new TreeMap<>();
  private final long most;

  /** An energy with its beams; the highest energy comes first. */
  private record Row(double low, double high, String energy, String beams)
      implements Comparable<Row> {
    private static final Comparator<Row> ORDER =
        Comparator.comparingDouble(Row::high)
            .thenComparingDouble(Row::low)
            .reversed()
            .thenComparing(Row::beams);

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }
  }

  /** Datasets of one energy and year. */
  private record Cell(long data, long simulation) {
    static final Cell NONE = new Cell(0, 0);

    Cell plus(ColliderDataset dataset) {
      return new Cell(
          data + (dataset.holdsData() ? 1 : 0), simulation + (dataset.holdsSimulation() ? 1 : 0));
    }

    boolean isEmpty() {
      return data == 0 && simulation == 0;
    }
  }

  ColliderFigure(ColliderData data) {
    this.data = data;
    data.datasets().stream().filter(ColliderFigure::drawn).forEach(this::place);
    this.most =
        experiments.values().stream()
            .flatMap(rows -> rows.values().stream())
            .flatMap(years -> years.values().stream())
            .mapToLong(cell -> Math.max(cell.data(), cell.simulation()))
            .max()
            .orElse(1);
  }

  private static boolean drawn(ColliderDataset dataset) {
    return dataset.placed() && (dataset.holdsData() || dataset.holdsSimulation());
  }

  private void place(ColliderDataset dataset) {
    String beams = dataset.beams() == null ? "beams not stated" : dataset.beams();
    Row row = new Row(dataset.low(), dataset.high(), dataset.energy(), beams);
    Map<Integer, Cell> years =
        experiments
            .computeIfAbsent(dataset.experiment(), e -> new TreeMap<>())
            .computeIfAbsent(row, r -> new TreeMap<>());
    for (int year : new TreeSet<>(dataset.years())) {
      years.merge(year, Cell.NONE.plus(dataset), (a, b) -> a.plus(dataset));
    }
  }

  void write(Markup out) {
    if (experiments.isEmpty()) {
      out.nothing("There is nothing to draw: no dataset has an energy, a year and a side.");
      return;
    }
    out.open("figure", "class", "colliders").line();
    out.open("ul", "class", "legend");
    PlaneFigure.entry(out, "of-data", 3, 6, "datasets of collisions");
    PlaneFigure.entry(out, "of-simulation", 3, 6, "datasets of simulated collisions");
    out.closeLine();
    out.open("div", "class", "multiples").line();
    experiments.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, Map<Row, Map<Integer, Cell>>> e) -> -e.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> panels(out, e.getKey(), e.getValue()));
    out.closeLine();
    caption(out);
    out.closeLine();
  }

  private void panels(Markup out, String experiment, Map<Row, Map<Integer, Cell>> rows) {
    TreeSet<Integer> years = new TreeSet<>();
    rows.values().forEach(cells -> years.addAll(cells.keySet()));
    List<Integer> all = new ArrayList<>(years);
    for (int from = 0; from < all.size(); from += YEARS_PER_PANEL) {
      panel(out, experiment, all.subList(from, Math.min(all.size(), from + YEARS_PER_PANEL)), rows);
    }
  }

  private void panel(
      Markup out, String experiment, List<Integer> years, Map<Row, Map<Integer, Cell>> rows) {
    Map<Row, Map<Integer, Cell>> shown = new LinkedHashMap<>();
    rows.forEach(
        (row, cells) -> {
          if (years.stream().anyMatch(cells::containsKey)) {
            shown.put(row, cells);
          }
        });
    int first = years.get(0);
    int last = years.get(years.size() - 1);
    String span = first == last ? "" + first : first + "\u2013" + last;
    out.open("div", "class", "panel").element("h3", experiment);
    out.element("p", span, "class", "panel-note");
    int height = shown.size() * ROW + 24;
    Svg.open(
        out,
        "collider-" + Svg.token(experiment) + "-" + first,
        "chart",
        WIDTH,
        height,
        "Datasets of " + experiment + ", " + span,
        words(shown, years));
    int top = 0;
    for (Map.Entry<Row, Map<Integer, Cell>> row : shown.entrySet()) {
      row(out, row.getKey(), row.getValue(), years, top + ROW);
      top += ROW;
    }
    for (int i = 0; i < years.size(); i++) {
      Svg.text(out, "tick", middle(i), top + 17, "middle", years.get(i).toString());
    }
    out.closeLine();
    out.closeLine();
  }

  private static String words(Map<Row, Map<Integer, Cell>> rows, List<Integer> years) {
    List<String> words = new ArrayList<>();
    rows.forEach(
        (row, cells) ->
            years.stream()
                .filter(cells::containsKey)
                .forEach(
                    year ->
                        words.add(
                            "%s %s in %s: %s of data, %s of simulation"
                                .formatted(
                                    row.energy(),
                                    row.beams(),
                                    year,
                                    cells.get(year).data(),
                                    cells.get(year).simulation()))));
    return String.join("; ", words) + ".";
  }

  private static double middle(int column) {
    return LABELS + (column + 0.5) * COLUMN;
  }

  private void row(
      Markup out, Row row, Map<Integer, Cell> cells, List<Integer> years, double base) {
    out.open("g");
    double right = LABELS + years.size() * COLUMN;
    Svg.text(out, "energy", LABELS - 10, base - 16, "end", row.energy());
    Svg.text(out, "tick", LABELS - 10, base - 2, "end", row.beams());
    Svg.line(out, "axis", LABELS, base, right, base);
    for (int i = 0; i < years.size(); i++) {
      Cell cell = cells.getOrDefault(years.get(i), Cell.NONE);
      if (!cell.isEmpty()) {
        bar(out, "of-data", middle(i) - BAR - GAP, base, cell.data());
        bar(out, "of-simulation", middle(i) + GAP, base, cell.simulation());
      }
    }
    out.closeLine();
  }

  /** A bar with its number; where there is nothing, an empty place shows that it is missing. */
  private void bar(Markup out, String style, double left, double base, long count) {
    if (count == 0) {
      out.empty(
          "rect",
          "class",
          "missing",
          "x",
          left + 0.5,
          "y",
          base - 6,
          "width",
          BAR - 1.0,
          "height",
          6);
      return;
    }
    double height = Math.max(3, TALLEST * Math.log1p(count) / Math.log1p(Math.max(9, most)));
    out.empty(
        "rect", "class", style, "x", left, "y", base - height, "width", BAR, "height", height);
    number(out, style, left, base - height - 4, brief(count));
  }

  /** Above its bar; a long one grows away from the number of the other side. */
  private static void number(Markup out, String style, double left, double y, String text) {
    if (text.length() < 3) {
      Svg.text(out, "number", left + BAR / 2.0, y, "middle", text);
    } else if (style.equals("of-data")) {
      Svg.text(out, "number", left + BAR, y, "end", text);
    } else {
      Svg.text(out, "number", left, y, "start", text);
    }
  }

  private static String brief(long count) {
    return count < 1000 ? "" + count : Math.round(count / 1000.0) + "k";
  }

  private void caption(Markup out) {
    long unplaced =
        data.datasets().stream()
            .filter(d -> !drawn(d) && (d.holdsData() || d.holdsSimulation()))
            .count();
    long sideless =
        data.datasets().stream().filter(d -> !d.holdsData() && !d.holdsSimulation()).count();
    out.open("figcaption");
    out.text(
        "Datasets of this release by energy and year of data taking; a simulation stands in the year"
            + " that it is meant for, a dataset of several years in each of them, and one that holds"
            + " files of both sides on both. Derived datasets have the energy and years of their"
            + " parents. Heights grow with the logarithm of the number, the same in all panels; a"
            + " dashed place has no dataset of that side.");
    List<String> missing = new ArrayList<>();
    if (unplaced > 0) {
      missing.add(Measured.count(unplaced) + " without a known energy or year");
    }
    if (sideless > 0) {
      missing.add(Measured.count(sideless) + " of no one side, such as umbrellas");
    }
    if (!missing.isEmpty()) {
      out.text(" Not drawn: " + String.join(", ", missing) + ".");
    }
    out.closeLine();
  }
}
