package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rudolphine.transform.report.ProfileCase.Ranking;
import org.rudolphine.transform.report.ProfileCase.Standing;

/** Measurements in wind tunnels with turbulence models over them, and the models' errors. */
final class ProfileSection {
  static final String NAME = "Wind tunnels: models over measurements";

  /** Curves that are drawn of a case. */
  static final int PANELS = 12;

  private static final int NUMBERS = 24;
  private static final String RAISED_DIGITS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  private final ProfileData data;

  ProfileSection(ReleaseData release) {
    this.data = release.profiles();
  }

  void write(Markup out) {
    out.open("p");
    out.text(
        "%s pairs of a measured and a modelled quantity in %s, the model at the measured places by straight lines between its own, never beyond them."
            .formatted(
                Measured.count(data.pairs()),
                data.allCases() == 1 ? "one case" : Measured.count(data.allCases()) + " cases"));
    if (data.candidates() > 0) {
      out.text(
          " %s more links between series are candidates: their conditions differ, or could not be compared, and no pair is made of them."
              .formatted(Measured.count(data.candidates())));
    }
    out.closeLine();
    List<ProfileCase> cases = data.cases();
    if (data.allCases() > cases.size()) {
      out.paragraph(
          "Shown are the first %s cases by their names; those of the others are in the table pairs, too."
              .formatted(Measured.count(cases.size())));
    }
    for (int i = 0; i < cases.size(); i++) {
      write(out, cases.get(i), i + 1);
    }
  }

  private static void write(Markup out, ProfileCase one, int place) {
    String id = "profiles-" + place;
    out.open("article", "class", "strain profiles", "aria-labelledby", id + "-name").line();
    out.element("h3", one.id(), "id", id + "-name").line();
    Ranking ranking = one.ranking();
    figures(out, one, ranking.models(), id);
    errors(out, one, ranking);
    numbers(out, one, ranking.models());
    out.closeLine();
  }

  private static void figures(Markup out, ProfileCase one, List<String> models, String id) {
    List<Map<String, ProfileCurve>> panels = chosen(one.panels());
    if (panels.isEmpty()) {
      return;
    }
    List<String> drawn = models.stream().limit(ProfileFigure.MODELS).toList();
    out.open("figure").line();
    out.open("ul", "class", "legend");
    PlaneFigure.entry(out, "of-data", 0, 3.2, "measured, with its standard deviation if published");
    for (int i = 0; i < drawn.size(); i++) {
      line(out, i, drawn.get(i));
    }
    out.closeLine();
    out.open("div", "class", "multiples").line();
    Map<String, double[]> values = new LinkedHashMap<>();
    byQuantity(panels)
        .forEach((quantity, of) -> values.put(quantity, ProfileFigure.values(of, drawn)));
    for (int i = 0; i < panels.size(); i++) {
      ProfileCurve first = ProfileCase.first(panels.get(i));
      out.open("div", "class", "panel");
      out.element("h4", first.quantity() + (first.place().isEmpty() ? "" : ", " + first.place()));
      out.element("p", first.measurement(), "class", "panel-note").line();
      new ProfileFigure(panels.get(i), drawn, values.get(first.quantity()))
          .write(out, id + "-" + (i + 1));
      out.closeLine();
    }
    out.closeLine();
    List<String> words = new ArrayList<>();
    if (panels.size() < one.panels().size()) {
      words.add(
          "Drawn are %s of %s measured curves, spread evenly over the stations of each quantity."
              .formatted(Measured.count(panels.size()), Measured.count(one.panels().size())));
    }
    if (drawn.size() < models.size()) {
      words.add(
          "Of %s models the first %s of the table below have a line."
              .formatted(Measured.count(models.size()), Measured.count(drawn.size())));
    }
    if (!words.isEmpty()) {
      out.element("figcaption", String.join(" ", words)).line();
    }
    out.closeLine();
  }

  private static void line(Markup out, int style, String model) {
    out.open("li").open("svg", "viewBox", "0 0 22 14", "class", "key long", "aria-hidden", "true");
    out.empty("path", "class", "model m" + style, "d", "M0 7H22").close();
    out.text(model).closeLine();
  }

  /** Each quantity gets its share, and of its stations those that are spread most evenly. */
  static List<Map<String, ProfileCurve>> chosen(List<Map<String, ProfileCurve>> panels) {
    Map<String, List<Map<String, ProfileCurve>>> quantities = byQuantity(panels);
    Map<String, Integer> shares = shares(quantities);
    List<Map<String, ProfileCurve>> chosen = new ArrayList<>();
    quantities.forEach(
        (quantity, of) -> {
          int share = shares.get(quantity);
          for (int i = 0; i < share; i++) {
            chosen.add(of.get(share == 1 ? 0 : i * (of.size() - 1) / (share - 1)));
          }
        });
    return chosen;
  }

  private static Map<String, List<Map<String, ProfileCurve>>> byQuantity(
      List<Map<String, ProfileCurve>> panels) {
    Map<String, List<Map<String, ProfileCurve>>> quantities = new LinkedHashMap<>();
    for (Map<String, ProfileCurve> panel : panels) {
      quantities
          .computeIfAbsent(ProfileCase.first(panel).quantity(), q -> new ArrayList<>())
          .add(panel);
    }
    return quantities;
  }

  private static Map<String, Integer> shares(
      Map<String, List<Map<String, ProfileCurve>>> quantities) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    quantities.keySet().forEach(quantity -> shares.put(quantity, 0));
    int left = Math.min(PANELS, quantities.values().stream().mapToInt(List::size).sum());
    while (left > 0) {
      for (Map.Entry<String, Integer> share : shares.entrySet()) {
        if (left > 0 && share.getValue() < quantities.get(share.getKey()).size()) {
          share.setValue(share.getValue() + 1);
          left--;
        }
      }
    }
    return shares;
  }

  private static void errors(Markup out, ProfileCase one, Ranking ranking) {
    List<String> quantities = one.quantities();
    if (quantities.isEmpty()) {
      return;
    }
    Tables.open(
        out,
        "Errors of the models: root mean square of observed minus predicted over all places, by quantity. Ranked by the mean of that error over the range of the measured values, of the %s curves that all ranked models have"
            .formatted(Measured.count(ranking.curves())),
        "sticky");
    out.open("tr");
    Tables.head(out, "model", null);
    Tables.head(out, "rank", "num");
    Tables.head(out, "mean error / range", "num");
    Tables.head(out, "curves", "num");
    for (String quantity : quantities) {
      out.element("th", quantity, "scope", "col", "class", "num");
    }
    out.closeLine();
    Tables.body(out);
    int rank = 0;
    for (Standing standing : ranking.standings()) {
      if (standing.curves() == 0) {
        continue;
      }
      out.open("tr").element("th", standing.model(), "scope", "row");
      Tables.number(out, standing.error() == null ? null : Measured.count(++rank));
      Tables.number(
          out,
          standing.error() == null ? null : Measured.fixed(100 * standing.error(), 1) + "\u202f%");
      Tables.number(out, standing.curves());
      for (String quantity : quantities) {
        Double rms = one.rms(standing.model(), quantity);
        Tables.number(out, rms == null ? null : digits(rms));
      }
      out.closeLine();
    }
    Tables.close(out);
  }

  /** Three significant digits. */
  private static String digits(double number) {
    if (number == 0) {
      return "0";
    }
    double size = Math.abs(number);
    if (size < 1e-4 || size >= 1e5) {
      String text = String.format(Locale.ROOT, "%.2e", number);
      int mark = text.indexOf('e');
      return Measured.minus(text.substring(0, mark))
          + "\u202f\u00d7\u202f10"
          + raised(Integer.toString(Integer.parseInt(text.substring(mark + 1))));
    }
    return Measured.fixed(number, Math.max(0, 2 - (int) Math.floor(Math.log10(size))));
  }

  private static String raised(String exponent) {
    StringBuilder raised = new StringBuilder();
    for (char c : exponent.toCharArray()) {
      raised.append(c == '-' ? '\u207b' : RAISED_DIGITS.charAt(c - '0'));
    }
    return raised.toString();
  }

  private static void numbers(Markup out, ProfileCase one, List<String> all) {
    List<Map<String, ProfileCurve>> numbers = one.numbers();
    if (numbers.isEmpty()) {
      return;
    }
    List<String> models =
        all.stream()
            .filter(model -> numbers.stream().anyMatch(number -> number.containsKey(model)))
            .toList();
    List<Map<String, ProfileCurve>> shown = numbers.subList(0, Math.min(NUMBERS, numbers.size()));
    String caption = "Numbers that are quoted of the curves, measured and by each model";
    if (shown.size() < numbers.size()) {
      caption += ", the first %s of %s".formatted(shown.size(), Measured.count(numbers.size()));
    }
    Tables.open(out, caption, "sticky");
    out.open("tr");
    Tables.head(out, "quantity", null);
    Tables.head(out, "measurement", null);
    Tables.head(out, "measured", "num");
    models.forEach(model -> out.element("th", model, "scope", "col", "class", "num"));
    out.closeLine();
    Tables.body(out);
    for (Map<String, ProfileCurve> number : shown) {
      ProfileCurve first = ProfileCase.first(number);
      String name = first.quantity() + (first.place().isEmpty() ? "" : ", " + first.place());
      out.open("tr").element("th", name, "scope", "row").element("td", first.measurement());
      Tables.measured(out, measured(first));
      for (String model : models) {
        ProfileCurve curve = number.get(model);
        Tables.number(out, curve == null ? null : digits(curve.predicted()[0]));
      }
      out.closeLine();
    }
    Tables.close(out);
  }

  private static Measured measured(ProfileCurve curve) {
    return Measured.of(curve.observed()[0], finite(curve.lower()[0]), finite(curve.upper()[0]));
  }

  private static Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
