package org.rudolphine.transform.histogram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class EventTableTest {
  private static EventTable read(String table, String flavour) throws MalformedTable {
    return EventTable.read(table.getBytes(UTF_8), flavour);
  }

  @Test
  void theMassOfTwoMuonsFollowsFromWhatTheDetectorGives() throws MalformedTable {
    EventTable events =
        read(
            "Run,Event,pt1,eta1,phi1,Q1,pt2,eta2,phi2,Q2\r\n5,1,30,0,0,1,30,0,3.14159265358979,-1\r\n",
            "mu");

    // Two muons back to back: twice the energy, sqrt(30^2 + 0.1056583755^2).
    assertThat(events.masses().get("mass2mu")[0]).isCloseTo(60.00037212, within(1e-7));
    assertThat(events.deviations()).isEmpty();
    assertThat(events.lowestRun()).isEqualTo(5);
    assertThat(events.hasRealRuns()).isTrue();
  }

  @Property(tries = 300)
  void masslessLeptonsHaveTheTextbookMass(
      @ForAll @DoubleRange(min = 1, max = 200) double pt1,
      @ForAll @DoubleRange(min = 1, max = 200) double pt2,
      @ForAll @DoubleRange(min = -2.4, max = 2.4) double eta,
      @ForAll @DoubleRange(min = 0.1, max = 3.1) double phi)
      throws MalformedTable {
    EventTable events =
        read(
            "Run,Event,pt1,eta1,phi1,pt2,eta2,phi2\n1,1,%s,%s,0,%s,0.5,%s"
                .formatted(pt1, eta, pt2, phi),
            "");
    double expected = Math.sqrt(2 * pt1 * pt2 * (Math.cosh(eta - 0.5) - Math.cos(phi)));

    assertThat(events.masses().get("mass2l")[0]).isCloseTo(expected, within(1e-6 * expected));
    assertThat(events.hasRealRuns()).isFalse();
  }

  private static String four(String pids, String masses) {
    String header = "Run,Event";
    String row = "\n170000,7";
    // Along x, y: pairs (1,3) and (2,4) are back to back with 90 and 40 GeV.
    String[] vectors = {"45,45,0,0", "20,0,20,0", "45,-45,0,0", "20,0,-20,0"};
    String[] numbers = pids.split(" ");
    for (int i = 1; i <= 4; i++) {
      header += ",PID%d,E%d, px%d,py%d,pz%d".formatted(i, i, i, i, i);
      row += "," + numbers[i - 1] + "," + vectors[i - 1];
    }
    return header + ",mZ1,mZ2,M" + row + "," + masses;
  }

  @Test
  void thePairNearestToTheZBosonIsTheFirst() throws MalformedTable {
    EventTable muons = read(four("13 -13 -13 13", "90.5,40,130"), "");
    EventTable mixed = read(four("13 11 -13 -11", "90,40.25,130"), "");

    assertThat(muons.masses().get("massZ1")).containsExactly(90);
    assertThat(muons.masses().get("massZ2")).containsExactly(40);
    assertThat(muons.masses().get("mass4mu")).containsExactly(130);
    assertThat(muons.deviations()).containsEntry("mZ1", 0.5).containsEntry("M", 0.0);
    assertThat(mixed.masses()).containsKeys("mass2mu2e", "massZ1", "massZ2");
    assertThat(mixed.deviations()).containsEntry("mZ2", 0.25);
  }

  @Test
  void chargesThatMakeNoPairsGiveNoZ() throws MalformedTable {
    assertThat(read(four("13 13 13 -13", "90,40,130"), "").masses()).containsOnlyKeys("mass4mu");
  }

  @Test
  void rowsThatCannotBeReadAreCounted() throws MalformedTable {
    EventTable events =
        read(
            "\uFEFFRun,Event,pt1,eta1,phi1,pt2,eta2,phi2\n1,1,x,0,0,1,0,1\n1,2,1,0\n\n2,3,10,0,0,10,0,1\n1,1,NaN,0,0,1,0,1",
            "e");

    assertThat(events.events()).isEqualTo(1);
    assertThat(events.unreadable()).isEqualTo(3);
    assertThat(events.firstUnreadable()).isEqualTo("line 2: pt1 is not a number: x");
    assertThat(events.masses()).containsOnlyKeys("mass2e");
  }

  @Test
  void otherTablesAreRefused() {
    assertThatThrownBy(() -> read("Run,Event,pt1,eta1,phi1\n1,1,1,1,1", ""))
        .hasMessage("not a table of two or four leptons");
  }
}
