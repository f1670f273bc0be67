package org.rudolphine.transform.tecplot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TecplotTableTest {

  private static TecplotTable read(String... lines) throws UnreadableTable {
    return TecplotTable.read((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private static UnreadableTable fault(String... lines) {
    try {
      throw new AssertionError("It was read: " + read(lines));
    } catch (UnreadableTable e) {
      return e;
    }
  }

  @Test
  void aTableWithoutZoneHasOne() throws UnreadableTable {
    TecplotTable table =
        read(
            "# bottom wall",
            "# x means x/H",
            "variables=\"x\",\"cf\",\"error\"",
            "-3.956  2.88e-3  .202e-3",
            ".484     .09e-3  .014e-3");
    assertThat(table.title()).isNull();
    TableZone zone = table.zones().get(0);
    assertThat(table.zones()).hasSize(1);
    assertThat(zone.title()).isNull();
    assertThat(zone.line()).isEqualTo(4);
    assertThat(zone.variables()).containsExactly("x", "cf", "error");
    assertThat(zone.columns())
        .isDeepEqualTo(new double[][] {{-3.956, 0.484}, {2.88e-3, 0.09e-3}, {0.202e-3, 0.014e-3}});
    assertThat(zone.comments())
        .containsExactly(
            new TableComment(1, "# bottom wall"), new TableComment(2, "# x means x/H"));
    assertThat(zone.column("CF")).hasValue(new double[] {2.88e-3, 0.09e-3});
    assertThat(zone.column("cp")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VARIABLES = \"x/H\",\"y/H\",\"u/Uref\"",
        "variables=\"x/H\" \"y/H\"   \"u/Uref\"",
        "Variables= x/H, y/H, u/Uref",
        "VARIABLES = \"x/H\"\n\"y/H\"\n\"u/Uref\"",
        "VARIABLES =\n\"x/H\"\n\"y/H\"\n\"u/Uref\"",
        "VARIABLES = x/H,\ny/H,\nu/Uref",
        "VARIABLES=\u201Cx/H\u201D,\u201Cy/H\u201D,\u201Cu/Uref\u201D",
        "TITLE = \"some text\"\nVARIABLES = \"x/H\",\"y/H\",\"u/Uref\"",
        "TITLE     = \"\"\nVARIABLES = \"x/H\"\n\"y/H\"\n\"u/Uref\"\nDATASETAUXDATA Common.X=\"1\"",
        "FILETYPE = FULL\nVARIABLES = \"x/H\",\"y/H\",\"u/Uref\"",
      })
  void namesOfVariablesInEveryForm(String header) throws UnreadableTable {
    TecplotTable table = read(header, "ZONE T=\"x/H=1\"", "1 2 3");
    assertThat(table.zones()).hasSize(1);
    assertThat(table.zones().get(0).variables()).containsExactly("x/H", "y/H", "u/Uref");
    assertThat(table.zones().get(0).points()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zone, t=\"bottom wall\" ; bottom wall",
        "zone,t=\"exp, x/H=-4\" ; exp, x/H=-4",
        "zone t=\"exp, x/c=0.65\" ; exp, x/c=0.65",
        "ZONE T=\"x/H=1\" ; x/H=1",
        "ZONE T=exp ; exp",
        "zone ; ",
        "ZONE I=2, F=POINT, T=\"a # b\" ; a # b",
        "Zone T = \u201Calpha=0\u201D ; alpha=0",
      })
  void zonesInEveryForm(String record, String title) throws UnreadableTable {
    TecplotTable table = read("variables=\"x\",\"cf\"", record, "1 2", "3 4");
    assertThat(table.zones()).hasSize(1);
    assertThat(table.zones().get(0).title()).isEqualTo(title);
    assertThat(table.zones().get(0).points()).isEqualTo(2);
  }

  @Test
  void aZoneRecordOverSeveralLines() throws UnreadableTable {
    TableZone zone =
        read(
                "TITLE = \"t\"",
                "VARIABLES = \"x\"",
                "\"cf\"",
                "ZONE T=\"one\"",
                " STRANDID=0, SOLUTIONTIME=0",
                " I=2, J=1, K=1, ZONETYPE=Ordered",
                " DATAPACKING=POINT",
                " AUXDATA a=\"b\"",
                " DT=(SINGLE SINGLE )",
                " 1.0 2.0",
                " 3.0 4.0")
            .zones()
            .get(0);
    assertThat(zone.fields()).containsEntry("I", "2").containsEntry("ZONETYPE", "Ordered");
    assertThat(zone.fields()).containsEntry("DT", "SINGLE SINGLE").doesNotContainKey("T");
    assertThat(zone.points()).isEqualTo(2);
  }

  @Test
  void valuesByBlockAndRowsBrokenOverLines() throws UnreadableTable {
    double[][] expected = {{1, 2, 3}, {4, 5, 6}};
    TableZone block =
        read("variables=\"x\",\"y\"", "zone i=3, f=block", "1 2", "3 4 5 6").zones().get(0);
    assertThat(block.columns()).isDeepEqualTo(expected);
    TableZone broken =
        read("variables=\"x\",\"y\"", "zone i=3", "1", "4 2", "5 3 6").zones().get(0);
    assertThat(broken.columns()).isDeepEqualTo(expected);
    TableZone repeated =
        read("variables=\"x\",\"y\"", "zone i=3, f=block", "3*1.5 3*0").zones().get(0);
    assertThat(repeated.columns()).isDeepEqualTo(new double[][] {{1.5, 1.5, 1.5}, {0, 0, 0}});
  }

  @ParameterizedTest
  @CsvSource({
    ".09e-3, 0.00009",
    "-4., -4",
    "-0.12665982100000E+03, -126.659821",
    "1.0E+03, 1000",
    "1.0D+03, 1000",
    "1.5d-2, 0.015",
    "1.5-103, 1.5e-103",
    "+7, 7",
    "0, 0",
    "-.3302, -0.3302",
    "1e-400, 0",
  })
  void numbersInEveryForm(String text, double value) throws UnreadableTable {
    assertThat(read("variables=\"x\",\"y\"", text + " 1").zones().get(0).columns()[0])
        .containsExactly(value);
  }

  @Test
  void whatTheFileSaysIsMissingIsMissing() throws UnreadableTable {
    TableZone zone = read("variables=\"x\",\"y\"", "1 NaN", "nan, 2").zones().get(0);
    assertThat(zone.columns()[1]).containsExactly(Double.NaN, 2);
    assertThat(zone.columns()[0]).containsExactly(1, Double.NaN);
  }

  @Test
  void commentsStandAnywhereAndStayWordForWord() throws UnreadableTable {
    List<TableZone> zones =
        read(
                "#before",
                "variables=\"x\",\"cf\" # of the variables",
                "#   47  of the first",
                "zone, t=\"one\"",
                "1 2 # of the row",
                "#\tof the second  ",
                "zone, t=\"two\"",
                "3 4",
                "# the last")
            .zones();
    assertThat(zones.get(0).comments())
        .extracting(TableComment::text)
        .containsExactly("#before", "# of the variables", "#   47  of the first", "# of the row");
    assertThat(zones.get(1).comments())
        .extracting(TableComment::text)
        .containsExactly("#\tof the second", "# the last");
    assertThat(zones.get(1).comments().get(0).line()).isEqualTo(6);
  }

  @Test
  void linesEndAsTheyLikeAndBytesAreWhatTheyAre() throws UnreadableTable {
    String text = "# caf\u00E9\r\nvariables=\"x\",\"y'\"\r\nzone, t=\"a\"\r\n1 2\r\n";
    for (byte[] bytes :
        List.of(
            text.getBytes(UTF_8),
            text.getBytes(ISO_8859_1),
            ("\uFEFF" + text).getBytes(UTF_8),
            text.replace("\r\n", "\r").getBytes(UTF_8))) {
      TableZone zone = TecplotTable.read(bytes).zones().get(0);
      assertThat(zone.variables()).containsExactly("x", "y'");
      assertThat(zone.comments().get(0).text()).isEqualTo("# caf\u00E9");
      assertThat(zone.points()).isEqualTo(1);
    }
  }

  @Test
  void zonesWithoutRowsAndOtherVariablesForLaterOnes() throws UnreadableTable {
    List<TableZone> zones =
        read(
                "variables=\"x\",\"cf\"",
                "zone t=\"empty\"",
                "zone t=\"a\"",
                "1 2",
                "variables=\"y\",\"u\",\"v\"",
                "zone t=\"b\"",
                "1 2 3")
            .zones();
    assertThat(zones).extracting(TableZone::points).containsExactly(0, 1, 1);
    assertThat(zones.get(2).variables()).containsExactly("y", "u", "v");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 2 ; 1 ; a row before any VARIABLES",
        "x cf|1 2 ; 1 ; neither a record nor a row of numbers",
        "# only words ; 0 ; there is no VARIABLES record",
        "variables=\"x\",\"cf\"|1 2|1 2 3 ; 3 ; has 3 values for 2 variables",
        "variables=\"x\",\"cf\"|1 2|1 ; 3 ; has 1 values for 2 variables",
        "variables=\"x\",\"cf\"|1 2x ; 2 ; holds not a number",
        "variables=\"x\",\"cf\"|1 1e999 ; 2 ; beyond the range",
        "variables=\"x\",\"cf ; 1 ; not closed",
        "variables \"x\" ; 1 ; a VARIABLES record without =",
        "variables=\"x\",|1 2 ; 2 ; a row where a name",
        "zone t=\"a\" ; 1 ; a ZONE record before any VARIABLES",
        "variables=\"x\",\"y\"|zone a long title ; 2 ; not made of NAME=value",
        "variables=\"x\",\"y\"|zone i=3|1 2|3 4 ; 2 ; says 3 points and has 2",
        "variables=\"x\",\"y\"|zone f=block|1 2|3 4 ; 2 ; does not say how many points",
        "variables=\"x\",\"y\"|zone i=two|1 2 ; 2 ; a size that is no number",
        "variables=\"x\",\"y\"|zone zonetype=FEQUADRILATERAL, n=1, e=1|1 2 ; 2 ; not an ordered zone",
        "variables=\"x\",\"y\"|zone i=2|1 2|3 ; 2 ; no whole rows of 2",
        "variables=\"x\",\"y\"|TEXT X=1|1 2 ; 2 ; neither a record",
        "variables=\"x\",\"y\"|0*1 2 ; 2 ; not a number of repeats",
        "TITLE|variables=\"x\" ; 1 ; a TITLE record without =",
      })
  void whatCannotBeReadSaysWhichLineAndWhy(String text, int line, String reason) {
    UnreadableTable fault = fault(text.split("\\|"));
    assertThat(fault.line()).isEqualTo(line);
    assertThat(fault).hasMessageContaining(reason);
  }

  @Test
  void limitsHold() {
    TableLimits few = new TableLimits(200, 3, 2, 4);
    assertThatThrownBy(() -> TecplotTable.read(new byte[201], few)).hasMessageContaining("201");
    assertLimit(few, "variables=a b c d", "more than 3 variables");
    assertLimit(few, "variables=a b\nzone\nzone\nzone", "more than 2 zones");
    assertLimit(few, "variables=a b\n1 2\n1 2\n1 2\n1 2\n1 2", "more than 4 rows");
    assertLimit(few, "variables=a b\nzone i=9, f=block\n900000*1", "more than 4 rows");
    TableLimits many = new TableLimits(10_000, 3, 2, Integer.MAX_VALUE);
    String repeats = "999999*1 ".repeat(30);
    assertLimit(many, "variables=a b\nzone i=9\n" + repeats, "more than 20000000 values");
    String title = "x".repeat(1001);
    assertLimit(many, "variables=a b\nzone t=\"" + title + "\"\n1 2", "more than 1000 characters");
    assertThatThrownBy(() -> new TableLimits(1, 0, 1, 1)).hasMessageContaining("1, 0, 1, 1");
  }

  private static void assertLimit(TableLimits limits, String text, String reason) {
    assertThatThrownBy(() -> TecplotTable.read(text.getBytes(UTF_8), limits))
        .isInstanceOf(UnreadableTable.class)
        .hasMessageContaining(reason);
  }
}
