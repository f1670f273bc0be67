package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.transform.tecplot.TableComment;
import org.rudolphine.transform.tecplot.TableZone;
import org.rudolphine.transform.tecplot.TecplotTable;

/** Rows of {@code series} from one table: its curves, and what follows from them. */
final class TmrSeries {
  static final String TABLE = "series";

  /** Characters of comments on a row. */
  private static final int MOST_COMMENTS = 20_000;

  private final String family;
  private final String path;
  private final String version;
  private final String caseId;
  private final TmrCase cases;
  private final RowSink sink;
  private final Set<String> ids = new HashSet<>();

  /**
   * @param family what the ids of its rows begin with
   * @param version commit that the file was read at, or null
   */
  TmrSeries(
      String family, String path, String version, String caseId, TmrCase cases, RowSink sink) {
    this.family = family;
    this.path = path;
    this.version = version;
    this.caseId = caseId;
    this.cases = cases;
    this.sink = sink;
  }

  /**
   * Gives the rows of a table.
   *
   * @return whether there were any
   */
  boolean write(TecplotTable table) {
    List<TmrCurve> curves = curves(table);
    List<List<TmrBranches.Branch>> branches = TmrBranches.of(curves);
    for (int i = 0; i < curves.size(); i++) {
      TmrCurve curve = curves.get(i);
      TmrName name = name(curve, curves);
      String id = write(curve, name);
      branches.get(i).forEach(branch -> write(branch, curve, name, id));
      crossings(curve, name, id);
      coefficients(curve, name, id);
    }
    return !curves.isEmpty();
  }

  private TmrName name(TmrCurve curve, List<TmrCurve> curves) {
    TmrName name = TmrName.of(path, curve.title(), cases);
    long alike =
        curves.stream()
            .filter(other -> other.zone() == curve.zone())
            .filter(other -> other.column().name().equals(curve.column().name()))
            .count();
    return alike > 1 ? name.with(curve.column().given()) : name;
  }

  private List<TmrCurve> curves(TecplotTable table) {
    List<TmrCurve> curves = new ArrayList<>();
    List<TableZone> zones = table.zones();
    int first = zones.isEmpty() ? 0 : zones.get(0).line();
    List<TableComment> heading =
        zones.isEmpty()
            ? List.of()
            : zones.get(0).comments().stream().filter(c -> c.line() < first).toList();
    for (int i = 0; i < zones.size(); i++) {
      if (zones.get(i).points() > 0) {
        String surface = TmrName.of(path, zones.get(i).title(), cases).surface();
        curves.addAll(
            TmrCurve.of(path, i, zones.get(i), table.title(), heading, surface, caseId, cases));
      }
    }
    return curves;
  }

  // ---- what the file has
  // --------------------------------------------------------------------------

  private String write(TmrCurve curve, TmrName name) {
    String id = id(curve, curve.column().given());
    RowBuilder row = row(id, curve, name, curve.column().name());
    row.text("form", "points").text("surface", surface(curve));
    row.numbers("value", curve.value()).whole("n_points", (long) curve.value().length);
    if (curve.abscissa() == null) {
      row.issue("abscissa", "no column is a coordinate");
    } else {
      abscissa(row, curve).numbers("abscissa", curve.x());
    }
    row.numbers("sigma_low", curve.sigma()).numbers("sigma_high", curve.sigma());
    if (curve.column().scale() != 1) {
      row.number("scale_applied", curve.column().scale());
      row.text("scale_reason", curve.column().scaleReason());
    }
    bands(row, curve);
    further(row, curve);
    return id;
  }

  private static RowBuilder abscissa(RowBuilder row, TmrCurve curve) {
    return row.text("abscissa_name", curve.abscissa().name())
        .text("abscissa_unit", curve.abscissa().unit());
  }

  private static void bands(RowBuilder row, TmrCurve curve) {
    List<Map<String, Object>> errors = new ArrayList<>();
    curve
        .bands()
        .forEach(
            (label, sizes) ->
                errors.add(Map.of("label", label, "minus", negative(sizes), "plus", list(sizes))));
    if (!errors.isEmpty()) {
      row.structs("errors", errors);
    }
  }

  private static void further(RowBuilder row, TmrCurve curve) {
    List<Map<String, Object>> further = new ArrayList<>();
    curve
        .further()
        .forEach(
            (column, places) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", column.name());
              one.put("unit", column.unit());
              one.put("value", list(places));
              further.add(one);
            });
    if (!further.isEmpty()) {
      row.structs("further_abscissae", further);
    }
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values)
        .mapToObj(v -> Double.isNaN(v) ? null : (Double) (v + 0.0))
        .toList();
  }

  private static List<Double> negative(double[] values) {
    return list(Arrays.stream(values).map(value -> -value).toArray());
  }

  // ---- what follows
  // -------------------------------------------------------------------------------

  private void write(TmrBranches.Branch branch, TmrCurve curve, TmrName name, String whole) {
    String id = id(curve, curve.column().given() + "@" + branch.surface());
    RowBuilder row = row(id, curve, name, curve.column().name());
    row.text("form", "points").text("surface", branch.surface());
    abscissa(row, curve).numbers("abscissa", branch.x()).numbers("value", branch.value());
    row.whole("n_points", (long) branch.value().length);
    String place = "least " + curve.abscissa().name();
    derived(row, whole, branch.surface() + " branch of the curve, from its " + place);
  }

  private void crossings(TmrCurve curve, TmrName name, String whole) {
    for (TmrCase.Crossing crossing : cases.crossings(caseId, curve.column().name())) {
      boolean over =
          curve.abscissa() != null
              && curve.abscissa().name().equals(crossing.axis())
              && curve.place() == null;
      OptionalDouble place =
          over
              ? TmrScalars.crossing(curve.x(), curve.value(), crossing.upward(), crossing.beyond())
              : OptionalDouble.empty();
      place.ifPresent(at -> write(crossing, at, curve, name, whole));
    }
  }

  private void write(
      TmrCase.Crossing crossing, double place, TmrCurve curve, TmrName name, String whole) {
    RowBuilder row = row(id(curve, crossing.scalar()), curve, name, crossing.scalar());
    row.text("surface", surface(curve));
    scalar(row, place);
    String way = crossing.upward() ? "first upward" : "first downward";
    derived(
        row,
        whole,
        way
            + " zero crossing of "
            + crossing.quantity()
            + " beyond "
            + crossing.axis()
            + " = "
            + TmrTexts.shown(crossing.beyond())
            + ", by linear interpolation");
  }

  private void coefficients(TmrCurve curve, TmrName name, String whole) {
    for (TmrCase.Coefficient wanted : cases.coefficients(caseId, curve.column().name())) {
      boolean over = curve.abscissa() != null && curve.abscissa().name().equals("alpha");
      OptionalDouble value =
          over
              ? TmrScalars.at(curve.x(), curve.value(), wanted.alphaDeg())
              : OptionalDouble.empty();
      value.ifPresent(at -> write(wanted, at, curve, name, whole));
    }
  }

  private void write(
      TmrCase.Coefficient wanted, double value, TmrCurve curve, TmrName name, String whole) {
    String alpha = TmrTexts.shown(wanted.alphaDeg());
    String column = wanted.quantity() + "_alpha_" + alpha;
    RowBuilder row = row(id(curve, column), curve, name, wanted.quantity());
    scalar(row, value);
    row.text("station", "alpha=" + alpha).text("station_axis", "alpha");
    row.number("station_value", wanted.alphaDeg());
    Map<String, Double> conditions = new TreeMap<>(curve.conditions().numbers());
    conditions.put("alpha_deg", wanted.alphaDeg());
    row.numbersByName("conditions_own", conditions).numbersByName("conditions", conditions);
    derived(row, whole, "value at alpha = " + alpha + " deg, by linear interpolation");
  }

  private static void scalar(RowBuilder row, double value) {
    row.text("form", "scalar").text("unit", "1");
    row.numbers("value", List.of(value)).whole("n_points", 1L);
  }

  private static void derived(RowBuilder row, String whole, String method) {
    row.text("method", method).texts("derived_from", List.of(whole));
  }

  // ---- what all rows have
  // -------------------------------------------------------------------------

  private RowBuilder row(String id, TmrCurve curve, TmrName name, String quantity) {
    RowBuilder row = sink.row(TABLE, id);
    row.text("case_id", caseId).text("side", name.side()).text("side_reason", name.sideReason());
    row.text("provider", name.provider()).text("code", name.code()).text("model", name.model());
    row.text("quantity", quantity).text("quantity_given", curve.column().given());
    row.text("unit", curve.column().unit());
    row.text("zone", curve.title()).whole("zone_index", (long) curve.zone());
    TmrTexts.Place place = curve.place();
    if (place != null) {
      row.text("station", place.text()).text("station_axis", place.axis());
      row.number("station_value", place.value());
    }
    row.numbersByName("conditions_own", curve.conditions().numbers());
    row.numbersByName("conditions", curve.conditions().numbers());
    row.textsByName("conditions_text", words(curve));
    comments(row, curve.comments());
    row.text("file_name", path).text("file_version", version);
    return row;
  }

  /** All of them, but for a file that is nothing but comments. */
  private static void comments(RowBuilder row, List<String> comments) {
    int characters = 0;
    int kept = 0;
    while (kept < comments.size() && characters <= MOST_COMMENTS) {
      characters += comments.get(kept).length();
      kept++;
    }
    if (characters > MOST_COMMENTS) {
      kept--;
      row.issue("comments", "only the first " + kept + " of " + comments.size() + " are kept");
    }
    row.texts("comments", comments.subList(0, kept));
  }

  private Map<String, String> words(TmrCurve curve) {
    Map<String, String> words = new TreeMap<>(curve.conditions().words());
    if (cases.length(caseId) != null) {
      words.put("reynolds_length", cases.length(caseId));
    }
    if (curve.place() != null && curve.place().approximate()) {
      words.put("station_given", curve.title());
    }
    String file = path.toLowerCase(Locale.ROOT);
    for (String control : List.of("noflow", "suction", "osccontrol")) {
      if (file.contains(control)) {
        words.put("flow_control", control.equals("noflow") ? "none" : control);
      }
    }
    return words;
  }

  /** Wall curves of a case with one wall lie on it. */
  private String surface(TmrCurve curve) {
    boolean along =
        curve.abscissa() != null
            && curve.abscissa().role() == TmrColumn.Role.ALONG
            && curve.place() == null;
    return curve.surface() == null && along ? cases.surface(caseId) : curve.surface();
  }

  /** Two columns of one name are told apart by their number. */
  private String id(TmrCurve curve, String column) {
    String id = family + "|" + curve.zone() + "|" + column.replace("|", "%7C");
    return ids.add(id) ? id : id + "#" + curve.column().index();
  }
}
