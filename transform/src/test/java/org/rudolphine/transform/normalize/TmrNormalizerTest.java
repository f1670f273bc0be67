package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rudolphine.transform.normalize.TmrRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.TmrRecords.outcome;
import static org.rudolphine.transform.normalize.TmrRecords.series;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;

class TmrNormalizerTest {
  private static final String STEP = "Backstep_validation/";
  private static final String[] XY = {"variables=\"x\",\"cf\"", "0 1", "1 2"};

  @Test
  void aMeasuredCurve() {
    Map<String, Map<String, Object>> rows =
        series(
            STEP + "cf.exp.dat",
            "# bottom wall",
            "# x means x/H",
            "variables=\"x\",\"cf\",\"error\"",
            "0.5 .09e-3 -.014e-3",
            "5 -1e-3 .1e-3",
            "7 1e-3 .1e-3");

    assertThat(rows).containsOnlyKeys("0|cf", "0|reattachment_x_over_h");
    assertThat(rows.get("0|cf"))
        .containsEntry("series_id", "tmr/Backstep_validation/cf.exp.dat|0|cf")
        .containsEntry("case_id", "2DBFS")
        .containsEntry("side", "experiment")
        .containsEntry("provider", "exp")
        .containsEntry("form", "points")
        .containsEntry("quantity", "cf")
        .containsEntry("unit", "1")
        .containsEntry("surface", "lower")
        .containsEntry("abscissa_name", "x/H")
        .containsEntry("abscissa_unit", "1")
        .containsEntry("abscissa", List.of(0.5, 5.0, 7.0))
        .containsEntry("value", List.of(0.00009, -0.001, 0.001))
        // an error is a size
        .containsEntry("sigma_low", List.of(0.000014, 0.0001, 0.0001))
        .containsEntry("sigma_high", List.of(0.000014, 0.0001, 0.0001))
        .containsEntry("comments", List.of("# bottom wall", "# x means x/H"))
        .containsEntry("file_name", STEP + "cf.exp.dat")
        .doesNotContainKeys("code", "model", "station", "scale_applied", "method");
    assertThat(rows.get("0|reattachment_x_over_h"))
        .containsEntry("form", "scalar")
        .containsEntry("value", List.of(6.0))
        .containsEntry("derived_from", List.of("tmr/Backstep_validation/cf.exp.dat|0|cf"))
        .doesNotContainKeys("abscissa", "abscissa_name", "station");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Backstep_validation/backstep_cfl3d_cf_sa.dat, simulation, cfl3d_sa, cfl3d, sa, 2DBFS",
        "Nasahump_validation/nasahump_cfl3d_cf_noplenum_sa.dat, simulation, cfl3d_sa_noplenum, cfl3d, sa, 2DWMH",
        "Axi_Bump_validation/axibump_cfl3d_cf_ssglrrrsm_correctRE.dat, simulation, cfl3d_ssglrrrsm_correctre, cfl3d, ssglrrrsm, ATB",
        "FlatPlate_validation/sa-cf_cfl3d.dat, simulation, cfl3d, cfl3d, sa, 2DZP",
        "3dsqduct_validation/A3D_cf50_GLVY.dat, simulation, a3d_glvy, a3d, glvy, 3DSSD",
        "NACA0012_validation/CP_Ladson.dat, experiment, exp_ladson, -, -, 2DN00",
        "NACA0012_validation/CP_Gregory_expdata.dat, experiment, exp_gregory, -, -, 2DN00",
        "Nasahump_validation/noflow_u_inflow.exp.dat, experiment, exp_noflow_inflow, -, -, 2DWMH",
        "FlatPlate_validation/u+y+spalding.dat, theory, spalding, -, spalding, 2DZP",
        "Other_exp_Data/CFDVAL2004/Case3_exp/suction_cp.dat, experiment, exp_suction, -, -, CFDVAL2004-3",
        "Other_exp_Data/Coanda/x.dat, experiment, exp, -, -, Other_exp_Data",
        "3dsqduct_mod_numerics/SA-QCR2000/usm3d_cf_40.dat, simulation, usm3d_40, usm3d, -, 3dsqduct_mod_numerics",
        "Airfoilwake500c_verification/SA/cf_airfoilwakecase_sa.dat, simulation, airfoilwakecase_sa, -, sa, Airfoilwake500c_verification",
        "Some_validation/table.dat, unknown, table, -, -, Some",
      })
  void whoItIsFromStandsInTheName(
      String path, String side, String provider, String code, String model, String caseId) {
    Map<String, Object> row = series(path, XY).get("0|cf");
    assertThat(row.get("side")).isEqualTo(side);
    assertThat(row.get("case_id")).isEqualTo(caseId);
    assertThat(row.get("code")).isEqualTo(code);
    assertThat(row.get("model")).isEqualTo(model);
    if (path.startsWith("FlatPlate") && code != null) {
      provider = "cfl3d_sa"; // the model stands before the code
    }
    assertThat(row.get("provider")).isEqualTo(provider);
    assertThat(row.containsKey("side_reason")).isEqualTo(!plain(side, path, code));
  }

  /** Whether the file's own name says the side. */
  private static boolean plain(String side, String path, String code) {
    return (side.equals("simulation") || side.equals("experiment"))
        && (path.contains("_validation/") || code != null);
  }

  @Test
  void zonesOfCorrelationsAreTheirNames() {
    Map<String, Map<String, Object>> rows =
        series(
            "FlatPlate_validation/theories-retheta_vs_cf.dat",
            "variables=\"retheta\",\"cf\"",
            "# of the first",
            "zone, t=\"K-S\"",
            "1 2",
            "# of the second",
            "zone, t=\"White power law\"",
            "1 2");
    assertThat(rows.get("0|cf"))
        .containsEntry("provider", "k_s")
        .containsEntry("side", "theory")
        .containsEntry("abscissa_name", "retheta");
    assertThat(rows.get("1|cf"))
        .containsEntry("provider", "white_power_law")
        .containsEntry("model", "white_power_law");
    Map<String, Map<String, Object>> several =
        series(
            "FlatPlate_validation/cf_other.dat", "variables=\"retheta\",\"cf1\",\"cf2\"", "1 2 3");
    assertThat(several.get("0|cf1")).containsEntry("provider", "other_cf1");
    assertThat(several.get("0|cf2"))
        .containsEntry("provider", "other_cf2")
        .containsEntry("quantity", "cf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "x/H=4 ; x/H=4",
        "exp, x/H=-4 ; x/H=-4",
        "exp, x/c=0.65 ; x/c=0.65",
        "x=.6753 ; x/H=0.6753",
        "exp x= -0.0127 m ; x/H=-0.0127",
        "Slc: X=0.688 ; x/H=0.688",
        "vertical cut at x/D=40 ; x/D=40",
        "CFL3D result near x/D=50.0 ; x/D=50",
        "x/H=approx -4 ; x/H=-4",
        "x=.3048 approx ; x/H=0.3048",
        "bottom wall ; -",
        "alpha=10, upper surface ; -",
        "hump exp data ; -",
        "Max=4 ; -",
      })
  void placesInEveryForm(String title, String station) {
    Map<String, Object> row =
        series(
                STEP + "backstep_cfl3d_vel_sa.dat",
                "variables=\"y/H\",\"u/Uref\"",
                "zone, t=\"" + title + "\"",
                "0 0",
                "1 1")
            .get("0|u/Uref");
    assertThat(row.get("station")).isEqualTo(station);
    if (station != null) {
      assertThat(row.get("station_axis")).isEqualTo(station.substring(0, station.indexOf('=')));
      assertThat(row.get("station_value"))
          .isEqualTo(Double.valueOf(station.substring(station.indexOf('=') + 1)));
    }
    assertThat(((Map<?, ?>) row.get("conditions_text")).containsKey("station_given"))
        .isEqualTo(title.contains("approx"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "u/Uref ; u_over_uref ; 1 ; 3",
        "u/uinf ; u_over_uinf ; 1 ; 3",
        "u/u_CL ; u_over_ucl ; 1 ; 3",
        "u'v'/(Uref^2) ; uv_over_uref2 ; 1 ; 3",
        "uv/uinf^2*1000 ; uv_over_uinf2 ; 1 ; 0.003",
        "1000*u'u'/Uref**2 ; uu_over_uref2 ; 1 ; 0.003",
        "-u'v'/Uinf^2 ; uv_over_uinf2 ; 1 ; -3",
        "-1000*u'v'/uinf^2 ; uv_over_uinf2 ; 1 ; -0.003",
        "1000*k/uinf^2 ; k_over_uinf2 ; 1 ; 0.003",
        "u'/uinf ; u_rms_over_uinf ; 1 ; 3",
        "Cf_inf ; cf ; 1 ; 3",
        "C_f ; cf ; 1 ; 3",
        "skinfr ; cf ; 1 ; 3",
        "Cp ; cp ; 1 ; 3",
        "cp_orig ; cp_orig ; 1 ; 3",
        "u+ ; u_plus ; 1 ; 3",
        "T, m/s ; t_m_s ; m/s ; 3",
        "Something Else ; something_else ; unknown ; 3",
      })
  void quantitiesHaveOneName(String given, String quantity, String unit, double value) {
    Map<String, Object> row =
        series(STEP + "x_cfl3d_sa.dat", "variables=\"y/H\",\"" + given + "\"", "0 3")
            .get("0|" + given);
    assertThat(row)
        .containsEntry("quantity", quantity)
        .containsEntry("quantity_given", given)
        .containsEntry("unit", unit)
        .containsEntry("value", List.of(value));
    assertThat(row.get("scale_applied")).isEqualTo(value == 3 ? null : value / 3);
    assertThat(row.containsKey("scale_reason")).isEqualTo(value != 3);
  }

  @Test
  void theAbscissaIsFoundByNameWhereverItStands() {
    Map<String, Map<String, Object>> profile =
        series(
            "Driver_validation/exp.uprofile.dat",
            "VARIABLES = \"u/uinf\",\"y'\"",
            "# y' is in meters (m)",
            "ZONE T=\"exp x=-0.4572 m\"",
            "0.5 0.001");
    assertThat(profile.get("0|u/uinf"))
        .containsEntry("abscissa_name", "y'")
        .containsEntry("abscissa_unit", "m")
        .containsEntry("abscissa", List.of(0.001))
        .containsEntry("value", List.of(0.5));
    Map<String, Map<String, Object>> other =
        series(
            "Axi_Bump_validation/exp.profile.dat",
            "VARIABLES = \"y (cm)\",\"u/Uinf\"",
            "ZONE T=\"x/c=0.5\"",
            "2 0.5");
    assertThat(other.get("0|u/Uinf"))
        .containsEntry("abscissa_name", "y")
        .containsEntry("abscissa_unit", "cm");
  }

  @Test
  void aColumnThatStaysIsTheStationAndOneThatMovesIsKept() {
    Map<String, Object> cut =
        series(
                "3dsqduct_validation/cfl3d_result40_sa.dat",
                "VARIABLES = \"u/u_CL\",\"2z/D\",\"x/D\"",
                "ZONE T=\"cfl3d diag 40\"",
                "0 0 40",
                "1 1 40")
            .get("0|u/u_CL");
    assertThat(cut)
        .containsEntry("station", "x/D=40")
        .containsEntry("surface", "diagonal")
        .containsEntry("abscissa_name", "2z/D")
        .doesNotContainKey("further_abscissae");
    Map<String, Object> slanted =
        series(
                "NACA4412sep_validation/n4412_cfl3d_vel_sa.dat",
                "VARIABLES = \"x\",\"y\",\"u\"",
                "ZONE T=\"x=.6753\"",
                ".6753 0 0",
                ".7 1 1")
            .get("0|u");
    assertThat(slanted)
        .containsEntry("station", "x/c=0.6753")
        .containsEntry("quantity", "u_over_uref")
        .containsEntry(
            "further_abscissae",
            List.of(Map.of("name", "x/c", "unit", "1", "value", List.of(0.6753, 0.7))));
  }

  @Test
  @SuppressWarnings("unchecked")
  void bandsAreNoStandardDeviations() {
    Map<String, Object> row =
        series(
                "FlatPlate_validation/cf_as_function_of_x.dat",
                "variables=\"x\",\"skinfr\",\"5percenterror\"",
                "zone, t=\"theory 1, White 6-112a\"",
                "1 0.02 0.001")
            .get("0|skinfr");
    assertThat(row).doesNotContainKey("sigma_low");
    assertThat((List<Map<String, Object>>) row.get("errors"))
        .containsExactly(
            Map.of("label", "5percenterror", "minus", List.of(-0.001), "plus", List.of(0.001)));
  }

  @Test
  void anErrorIsOfTheQuantityThatItNames() {
    Map<String, Map<String, Object>> rows =
        series(
            "Some_validation/exp.dat",
            "variables=\"x\",\"C_f\",\"cp\",\"Uncertainty(C_f)\"",
            "1 2 3 0.1");
    assertThat(rows.get("0|C_f")).containsEntry("sigma_low", List.of(0.1));
    assertThat(rows.get("0|cp")).doesNotContainKey("sigma_low");
    assertThat(rows).hasSize(2);
  }

  @Test
  void forceCoefficientsAndDragOverLift() {
    Map<String, Map<String, Object>> rows =
        series(
            "NACA0012_validation/n0012clcd_cfl3d_sa.dat",
            "# (Note that alpha=0 case did not converge, so those results are not reliable)",
            "variables=\"alpha, deg\",\"cl\",\"cd\"",
            "0 0 .008",
            "10 1 .012");
    assertThat(rows)
        .containsOnlyKeys(
            "0|cl", "0|cd", "0|cl_alpha_0", "0|cl_alpha_10", "0|cd_alpha_0", "0|cd_alpha_10");
    assertThat(rows.get("0|cl"))
        .containsEntry("abscissa_name", "alpha")
        .containsEntry("abscissa_unit", "deg")
        .containsEntry("conditions_own", Map.of());
    assertThat(rows.get("0|cd_alpha_10"))
        .containsEntry("quantity", "cd")
        .containsEntry("station", "alpha=10")
        .containsEntry("conditions_own", Map.of("alpha_deg", 10.0))
        .containsEntry("value", List.of(0.012));
    assertThat(
            series(
                    "NACA0012_validation/0012.abbottdata.cd.dat",
                    "variables=\"cl\",\"cd\"",
                    "0 .006")
                .get("0|cd"))
        .containsEntry("abscissa_name", "cl");
  }

  @Test
  void conditionsOfTitlesComeBeforeThoseOfComments() {
    Map<String, Map<String, Object>> rows =
        series(
            "NACA0012_validation/CP_Ladson.dat",
            "# M=0.3",
            "# Re=2.88 million",
            "# Note: alpha=99 is no statement",
            "variables=\"x/c\",\"cp\"",
            "zone, t=\"Re=6 million, alpha=10.0254, free transition\"",
            "1 2");
    assertThat(rows.get("0|cp"))
        .containsEntry("conditions_own", Map.of("alpha_deg", 10.0254, "mach", 0.3, "reynolds", 6e6))
        .containsEntry("conditions_text", Map.of("reynolds_length", "c", "transition", "free"));
    assertThat(
            series(STEP + "backstep_cfl3d_cf_w06.dat", "# Re_H=36,000, model", XY[0], XY[1])
                .get("0|cf"))
        .containsEntry("conditions_own", Map.of("reynolds", 36000.0));
    assertThat(
            series(
                    "FlatPlate_validation/sa-upyp_cfl3d.dat",
                    "# near Re_theta=10000, x",
                    "variables=\"log(y+)\",\"u+\"",
                    "1 2")
                .get("0|u+"))
        .containsEntry("conditions_own", Map.of("reynolds_theta", 10000.0));
  }

  /** The two forms that stand beside each other in the folder of the axisymmetric bump. */
  @Test
  void profilesOverCentimetresInOneFileAndChordsInAnother() {
    Map<String, Object> measured =
        series(
                "Axi_Bump_validation/exp.alldata.875.dat",
                "# M = 0.875",
                "#    x   = coordinate parallel to model axis",
                "#          w\u2019**2 = (u\u2019**2+v\u2019**2)/2",
                "variables=\"y(cm)\",\"u/uinf\",\"u'/uinf\"",
                "zone, t=\"x/c = -0.250\"",
                " 2.540 .916 .032")
            .get("0|u/uinf");
    Map<String, Object> computed =
        series(
                "Axi_Bump_validation/axibump_cfl3d_u_sa.dat",
                "TITLE     = \"u/Uref profiles CFL3D M=0.875, SA model\"",
                "VARIABLES = \"u\",\"z-z0\"",
                "ZONE T=\"CFL3D, Slc: X=-0.25\"",
                " 2.966279909E-02 0.000000000E+00")
            .get("0|u");
    for (Map<String, Object> row : List.of(measured, computed)) {
      assertThat(row)
          .containsEntry("quantity", "u_over_uinf")
          .containsEntry("station", "x/c=-0.25")
          .containsEntry("conditions_own", Map.of("mach", 0.875));
    }
    assertThat(measured).containsEntry("abscissa_name", "y").containsEntry("abscissa_unit", "cm");
    assertThat(computed)
        .containsEntry("abscissa_name", "z-z0/c")
        .containsEntry("abscissa_unit", "1");
  }

  @Test
  void aFlightOfCommentsIsCutAndToldSo() {
    String[] lines = new String[32];
    java.util.Arrays.fill(lines, "#" + "word ".repeat(200));
    lines[30] = "variables=\"x\",\"cf\"";
    lines[31] = "1 2";
    NormalizedRow row = outcome("table", "Some_validation/exp.dat", lines).rows().get(0);
    assertThat((List<?>) row.values().get("comments")).hasSize(20);
    assertThat(row.issues())
        .containsExactly(new Issue("comments", "only the first 20 of 30 are kept"));
  }

  @Test
  void missingValuesStayMissing() {
    Map<String, Object> row =
        series("Some_validation/exp.dat", "variables=\"x\",\"cf\"", "1 NaN", "2 3").get("0|cf");
    List<Double> values = new ArrayList<>();
    values.add(null);
    values.add(3.0);
    assertThat(row).containsEntry("value", values);
  }

  @ParameterizedTest
  @CsvSource({
    "Backstep_validation/Plots/cp.dat",
    "Backstep_validation/backstep_cfl3d_cp_sa.dat_old",
    "NACA4412sep_validation/exp.profiles.new.dat_bad",
    "Backstep_validation/cp_exp_originaldata.dat",
    "Backstep_validation/cp_orig.dat",
  })
  void whatTheProviderSetAsideGivesNoRows(String path) {
    assertThat(outcome("table", path, XY).skipReason()).contains("set aside");
  }

  @Test
  void whatCannotBeReadIsRejectedWithLineAndReason() {
    Outcome outcome = outcome("table", STEP + "x.dat", "variables=\"x\",\"cf\"", "1 2 3");
    assertThat(outcome.rejectReason())
        .isEqualTo("not read as a Tecplot table: has 3 values for 2 variables");
    assertThat(outcome.excerpt()).isEqualTo("line 2: 1 2 3");
    assertThat(outcome("table", STEP + "x.dat", "1 2 3").rejectReason()).contains("VARIABLES");
    assertThat(outcome("table", STEP + "x.dat", "variables=\"x\",\"y\"", "1 2").rejectReason())
        .contains("no zone with rows has a quantity");
    assertThat(outcome("table", "cf.exp.dat", XY).rejectField()).isEqualTo("case_id");
    assertThat(outcome("lfs-pointer", STEP + "x.gz", "version").rejectReason())
        .contains("Git-LFS pointer");
    assertThat(outcome("listing", STEP + "x.dat", "{\"bytes\": 99999999}").rejectReason())
        .contains("max-table-bytes");
    assertThat(outcome("listing", STEP + "x.dat", "{\"bytes\": 9}").skipped()).isTrue();
    assertThat(outcome("listing", STEP + "x.dat", "{").rejected()).isTrue();
    assertThat(outcome("other", STEP + "x.dat", "").skipped()).isTrue();
  }

  @Test
  void aBarInANameIsWrittenAnotherWay() {
    Map<String, Map<String, Object>> rows =
        series("Some_validation/exp.dat", "variables=\"x\",\"a|b\",\"a|b\"", "1 2 3");
    assertThat(rows).containsOnlyKeys("0|a%7Cb", "0|a%7Cb#2");
    assertThat(NORMALIZER.familyOf("a|b/c.dat")).isEqualTo("tmr/a%7Cb/c.dat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "     XMACH     ALPHA      BETA  REUE,MIL   TINF,DR     IALPH    IHSTRY",
        "      Mach     alpha      beta      ReUe   Tinf,dR     ialph    ihstry",
      })
  void decksOfCfl3d(String heading) {
    Outcome outcome =
        outcome(
            "deck",
            "Driver_validation/driver_cfl3d_typical_sst.inp",
            "  title",
            heading,
            "   0.08812    00.000       0.0    02.000     520.0         0         0");
    assertThat(outcome.rows()).hasSize(1);
    assertThat(outcome.rows().get(0).values())
        .containsEntry("condition_id", "tmr/Driver_validation/driver_cfl3d_typical_sst.inp")
        .containsEntry("case_id", "ASBL")
        .containsEntry("provider", "cfl3d_sst")
        .containsEntry(
            "conditions",
            Map.of(
                "mach", 0.08812,
                "alpha_deg", 0.0,
                "beta_deg", 0.0,
                "reynolds", 2e6,
                // 520 degrees Rankine
                "temperature_k", 288.8888888888889));
  }

  @Test
  void decksOfFun3dAndWhatIsWrongInOne() {
    Outcome outcome =
        outcome(
            "deck",
            STEP + "fun3d.nml_typical_sst_timeaccurate",
            " &reference_physical_properties",
            "    mach_number =   0.128  ! of the page",
            "    reynolds_number =    5.0d4",
            "    temperature =    300.0",
            "    angle_of_attack =   00.0",
            "    temperature_units = \"Kelvin\"",
            "    turbulence_model = 'sst'",
            " /");
    assertThat(outcome.rows().get(0).values())
        .containsEntry("provider", "fun3d_sst_timeaccurate")
        .containsEntry("model", "sst")
        .containsEntry(
            "conditions",
            Map.of("mach", 0.128, "alpha_deg", 0.0, "reynolds", 36000.0, "temperature_k", 300.0))
        .containsEntry(
            "conditions_text", Map.of("reynolds_length", "H", "turbulence_model", "sst"));
    assertThat(outcome.rows().get(0).issues())
        .containsExactly(
            new Issue("conditions", "reynolds is set right by sources.tmr.corrections"));
    assertThat(outcome("deck", STEP + "x_typical_sa.inp", "nothing").rejectReason())
        .contains("no Mach number");
    assertThat(outcome("deck", "x_typical_sa.inp", "mach_number = 1").rejectField())
        .isEqualTo("case_id");
  }

  @ParameterizedTest
  @CsvSource({
    "cases, Backstep_validation 2DBFS",
    "crossings, 2DBFS cf x sideways x/H beyond 1",
    "crossings, 2DBFS cf x up x/H beyond one",
    "coefficients, 2DN00 cl ten",
    "meanings, 2DBFS x",
  })
  void settingsThatAreWrittenWronglyAreRefused(String key, String line) {
    Map<String, Serializable> values = new TreeMap<>(TmrRecords.SETTINGS.values());
    values.put(key, new ArrayList<>(List.of(line)));
    assertThatThrownBy(() -> new TmrNormalizer(new SourceSettings("tmr", values)))
        .hasMessageContaining("sources.tmr." + key)
        .hasMessageContaining(line);
  }
}
