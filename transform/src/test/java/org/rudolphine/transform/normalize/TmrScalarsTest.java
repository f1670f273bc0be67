package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.TmrRecords.series;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TmrScalarsTest {
  private static final double[] X = {0, 1, 2, 4, 6, 8};

  @Test
  void theFirstCrossingBeyondAPlace() {
    double[] y = {-1, 1, -1, -2, 2, 3};
    assertThat(TmrScalars.crossing(X, y, true, 0)).hasValue(0.5);
    assertThat(TmrScalars.crossing(X, y, true, 1)).hasValue(5);
    assertThat(TmrScalars.crossing(X, y, false, 0)).hasValue(1.5);
    assertThat(TmrScalars.crossing(X, y, false, 2)).isEmpty();
  }

  @Test
  void zerosUpstreamOfTheWallAreNoCrossing() {
    assertThat(TmrScalars.crossing(X, new double[] {0, 0, 0, -1, 1, 1}, true, 0)).hasValue(5);
    assertThat(TmrScalars.crossing(X, new double[] {0, 0, 0, 1, 1, 1}, true, 0)).isEmpty();
    assertThat(TmrScalars.crossing(X, new double[] {-1, -1, -1, -1, 0, 0}, true, 0)).hasValue(6);
  }

  @Test
  void valuesBetweenNeighboursAndNoneOutside() {
    double[] y = {0, 10, 20, 40, Double.NaN, 80};
    assertThat(TmrScalars.at(X, y, 3)).hasValue(30);
    assertThat(TmrScalars.at(X, y, 2)).hasValue(20);
    assertThat(TmrScalars.at(X, y, 8)).hasValue(80);
    assertThat(TmrScalars.at(X, y, 5)).isEmpty();
    assertThat(TmrScalars.at(X, y, -1)).isEmpty();
    assertThat(TmrScalars.at(X, y, 9)).isEmpty();
  }

  @Test
  void aCurveThatTurnsIsNotAsked() {
    double[] back = {0, 2, 1};
    assertThat(TmrScalars.at(back, new double[] {0, 1, 2}, 1.5)).isEmpty();
    assertThat(TmrScalars.crossing(back, new double[] {-1, 1, 2}, true, 0)).isEmpty();
    assertThat(TmrScalars.at(new double[] {1}, new double[] {1}, 1)).isEmpty();
  }

  /** Two zones that run around an airfoil from its trailing edge, below first. */
  @Test
  void branchesAreToldByTheirPressureAndByTheFilesOtherZones() {
    Map<String, Map<String, Object>> rows =
        series(
            "NACA0012_validation/n0012cp_cfl3d_sa.dat",
            "variables=\"x\",\"cp\"",
            "zone, t=\"alpha=0\"",
            "1 0.2",
            "0.5 -0.3",
            "0 1",
            "0.5 -0.3",
            "1 0.2",
            "zone, t=\"alpha=10\"",
            "1 0.2",
            "0.5 0.4",
            "0 -1",
            "0.5 -2",
            "1 0.2");
    assertThat(rows)
        .containsOnlyKeys("0|cp", "0|cp@lower", "0|cp@upper", "1|cp", "1|cp@lower", "1|cp@upper");
    assertThat(rows.get("1|cp")).doesNotContainKey("surface").containsEntry("n_points", 5);
    assertThat(rows.get("1|cp@upper"))
        .containsEntry("surface", "upper")
        .containsEntry("abscissa", List.of(0.0, 0.5, 1.0))
        .containsEntry("value", List.of(-1.0, -2.0, 0.2))
        .containsEntry("method", "upper branch of the curve, from its least x/c");
    assertThat(rows.get("1|cp@lower")).containsEntry("value", List.of(-1.0, 0.4, 0.2));
    assertThat(rows.get("0|cp@upper")).containsEntry("value", List.of(1.0, -0.3, 0.2));
    assertThat(rows.get("0|cp@upper"))
        .containsEntry(
            "derived_from", List.of("tmr/NACA0012_validation/n0012cp_cfl3d_sa.dat|0|cp"));
  }

  @Test
  void aHigherYIsTheUpperSideAndAnUnknownOneStaysWhole() {
    Map<String, Map<String, Object>> known =
        series(
            "NACA4412sep_validation/exp.cp.dat",
            "variables=\"x\",\"y\",\"cp\"",
            "1 0 0",
            "0.5 0.1 5",
            "0 0 1",
            "0.5 -0.1 -5",
            "1 0 0");
    assertThat(known.get("0|cp@upper")).containsEntry("value", List.of(1.0, 5.0, 0.0));
    Map<String, Map<String, Object>> unknown =
        series("NACA4412sep_validation/exp.cp.dat", "variables=\"x\",\"cp\"", "1 0", "0 1", "1 2");
    assertThat(unknown).containsOnlyKeys("0|cp");
    Map<String, Map<String, Object>> straight =
        series(
            "NACA4412sep_validation/exp.cp.dat",
            "# alpha=10",
            "variables=\"x\",\"cp\"",
            "0 0",
            "1 1",
            "2 2");
    assertThat(straight).containsOnlyKeys("0|cp");
  }
}
