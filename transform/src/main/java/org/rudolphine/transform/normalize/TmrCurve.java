package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.transform.tecplot.TableComment;
import org.rudolphine.transform.tecplot.TableZone;

/**
 * One quantity of one zone over its abscissa, with all that the file says of it.
 *
 * @param zone number of the zone in its file, from 0
 * @param column the quantity
 * @param abscissa what it runs over, or null when the zone has no coordinate
 * @param x places; null without an abscissa
 * @param value values, scaled
 * @param sigma one standard deviation of each, or null
 * @param bands bands around it by name
 * @param further further coordinates
 * @param place station, or null
 * @param surface upper, lower, a cut, or null
 * @param conditions what title and comments say
 * @param comments word for word
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers in transit, never compared
record TmrCurve(
    int zone,
    String title,
    TmrColumn column,
    TmrColumn abscissa,
    double[] x,
    double[] value,
    double[] sigma,
    Map<String, double[]> bands,
    Map<TmrColumn, double[]> further,
    TmrTexts.Place place,
    String surface,
    TmrTexts.Conditions conditions,
    List<String> comments) {

  /** A coordinate that differs by less than this, of its size, does not differ. */
  private static final double CONSTANT = 1e-6;

  private static final int LONGEST_STATEMENT = 1000;

  /**
   * Reads a zone.
   *
   * @param path its file within the repository
   * @param fileTitle title of the file, or null
   * @param heading comments of the file before its first zone
   * @param fileSurface surface that the name of the file tells, or null
   */
  static List<TmrCurve> of(
      String path,
      int number,
      TableZone zone,
      String fileTitle,
      List<TableComment> heading,
      String fileSurface,
      String caseId,
      TmrCase cases) {
    List<String> comments = comments(zone, heading);
    Map<String, String> said = TmrColumn.said(spoken(comments));
    List<TmrColumn> columns = new ArrayList<>();
    for (int i = 0; i < zone.variables().size(); i++) {
      TmrColumn column = TmrColumn.of(i, zone.variables().get(i), said, caseId, cases);
      columns.add(cases.rescaled(path, column));
    }
    List<TmrCurve> curves =
        new Reading(number, zone, fileTitle, comments, columns, fileSurface, caseId, cases)
            .curves();
    curves.forEach(curve -> cases.complete(path, curve.conditions()));
    return curves;
  }

  private static List<String> comments(TableZone zone, List<TableComment> heading) {
    List<String> texts = new ArrayList<>();
    heading.forEach(comment -> texts.add(comment.text()));
    zone.comments().stream()
        .filter(comment -> !heading.contains(comment))
        .forEach(comment -> texts.add(comment.text()));
    return texts;
  }

  /** Comments that are looked into; longer ones say nothing of a table. */
  private static List<String> spoken(List<String> comments) {
    return comments.stream().filter(comment -> comment.length() <= LONGEST_STATEMENT).toList();
  }

  /** Work on one zone. */
  private record Reading(
      int number,
      TableZone zone,
      String fileTitle,
      List<String> comments,
      List<TmrColumn> columns,
      String fileSurface,
      String caseId,
      TmrCase cases) {

    List<TmrCurve> curves() {
      TmrTexts.Place place = place();
      TmrColumn abscissa = abscissa(place);
      List<TmrColumn> values =
          columns.stream()
              .filter(column -> column.role() == TmrColumn.Role.VALUE && column != abscissa)
              .toList();
      TmrTexts.Conditions conditions = TmrTexts.conditions(zone.title(), statements());
      if (abscissa != null && abscissa.name().equals("alpha")) {
        conditions.numbers().remove("alpha_deg");
      }
      List<TmrCurve> curves = new ArrayList<>();
      for (TmrColumn value : values) {
        TmrTexts.Place own = value.place() == null ? place : value.place();
        curves.add(
            new TmrCurve(
                number,
                zone.title(),
                value,
                abscissa,
                abscissa == null ? null : abscissa.values(zone.columns()),
                value.values(zone.columns()),
                sigma(value, values),
                bands(value, values),
                further(abscissa, own),
                own,
                surface(),
                conditions,
                comments));
      }
      return curves;
    }

    private List<String> statements() {
      List<String> statements = new ArrayList<>(comments);
      if (fileTitle != null) {
        statements.add(fileTitle);
      }
      return spoken(statements);
    }

    /**
     * What the title says; else where a coordinate along the flow does not change. A number in the
     * title is believed before that column, which then stays as a further coordinate.
     */
    private TmrTexts.Place place() {
      TmrTexts.Place said = TmrTexts.place(zone.title());
      if (said != null) {
        TmrCase.Meaning meaning = cases.meaning(caseId, said.axis());
        String axis = meaning == null ? said.axis() : meaning.name();
        return new TmrTexts.Place(axis, said.value(), said.unit(), said.approximate());
      }
      boolean across = columns.stream().anyMatch(c -> c.role() == TmrColumn.Role.ACROSS);
      for (TmrColumn column : columns) {
        double[] at = zone.columns()[column.index()];
        if (across && column.role() == TmrColumn.Role.ALONG && at.length > 1 && isConstant(at)) {
          Double titled = TmrTexts.trailing(zone.title());
          double value = titled == null ? at[0] : titled;
          return new TmrTexts.Place(column.name(), value, column.unit(), false);
        }
      }
      return null;
    }

    /**
     * Across the flow where the zone is a profile, else along it, else what it sweeps; where the
     * zone holds force coefficients alone, drag runs over lift.
     */
    private TmrColumn abscissa(TmrTexts.Place place) {
      TmrColumn along = first(TmrColumn.Role.ALONG);
      TmrColumn across = first(TmrColumn.Role.ACROSS);
      TmrColumn sweep = first(TmrColumn.Role.SWEEP);
      if (across != null && (place != null || along == null)) {
        return across;
      }
      if (along != null || sweep != null) {
        return along == null ? sweep : along;
      }
      return columns.stream()
          .filter(c -> c.name() != null && c.name().equals("cl"))
          .findFirst()
          .orElse(null);
    }

    private TmrColumn first(TmrColumn.Role role) {
      return columns.stream().filter(column -> column.role() == role).findFirst().orElse(null);
    }

    private double[] sigma(TmrColumn value, List<TmrColumn> values) {
      for (TmrColumn column : columns) {
        boolean ofIt = column.role() == TmrColumn.Role.SIGMA && isOf(column, value, values);
        if (ofIt) {
          double[] given = zone.columns()[column.index()];
          double[] sizes = new double[given.length];
          for (int i = 0; i < given.length; i++) {
            sizes[i] = Math.abs(given[i] * value.scale());
          }
          return sizes;
        }
      }
      return null;
    }

    private Map<String, double[]> bands(TmrColumn value, List<TmrColumn> values) {
      Map<String, double[]> bands = new TreeMap<>();
      for (TmrColumn column : columns) {
        if (column.role() == TmrColumn.Role.BAND && isOf(column, value, values)) {
          bands.put(column.given(), zone.columns()[column.index()]);
        }
      }
      return bands;
    }

    /** An error that names no quantity is of the only one. */
    private static boolean isOf(TmrColumn error, TmrColumn value, List<TmrColumn> values) {
      return error.name() == null ? values.size() == 1 : error.name().equals(value.name());
    }

    /** Coordinates that neither the abscissa nor the station tells. */
    private Map<TmrColumn, double[]> further(TmrColumn abscissa, TmrTexts.Place place) {
      Map<TmrColumn, double[]> further = new java.util.LinkedHashMap<>();
      for (TmrColumn column : columns) {
        boolean coordinate =
            column.role() == TmrColumn.Role.ALONG
                || column.role() == TmrColumn.Role.ACROSS
                || column.role() == TmrColumn.Role.SWEEP;
        double[] at = zone.columns()[column.index()];
        boolean told =
            place != null
                && column.name().equals(place.axis())
                && isConstant(at)
                && Math.abs(at[0] - place.value()) <= CONSTANT * Math.max(1, Math.abs(at[0]));
        if (coordinate && column != abscissa && !told) {
          further.put(column, at);
        }
      }
      return further;
    }

    private static boolean isConstant(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      return most - least <= CONSTANT * Math.max(1, Math.abs(most));
    }

    private String surface() {
      String titled = TmrTexts.surface(zone.title());
      if (titled != null || fileSurface != null) {
        return titled == null ? fileSurface : titled;
      }
      List<String> said =
          spoken(comments).stream()
              .map(TmrTexts::surface)
              .filter(s -> s != null)
              .distinct()
              .toList();
      return said.size() == 1 ? said.get(0) : null;
    }
  }
}
