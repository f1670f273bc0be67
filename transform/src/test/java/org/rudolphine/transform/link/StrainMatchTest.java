package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What is said of a finding whose data, run or peak are unusual; without Spark. */
class StrainMatchTest {
  private static final Object[] H1 =
      StrainSamples.strain(StrainSamples.GPS + StrainSamples.DELAY_S, 0.3, 20, 5);
  private static final Object[] L1 = StrainSamples.strain(StrainSamples.GPS, 2.1, 12, 6);

  private static StrainSettings settings(Map<String, Serializable> more) {
    return StrainSettings.of(StrainSamples.settings(more));
  }

  private static StrainEvent event(double gps) {
    GwEvent parameters =
        new GwEvent(
            "GW200001-v2",
            "GW200001",
            0.9,
            new Measured(36.0, 32.0, 40.0),
            new Measured(29.0, 25.0, 33.0),
            new Measured(65.0, 61.0, 69.0),
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.exactly(0.09));
    return new StrainEvent(
        parameters,
        gps,
        Set.of("GW200001"),
        Measured.exactly(25.0),
        430.0,
        new Provenance(null, List.of("0"), Set.of("unknown"), "yes"));
  }

  private static Row mode() {
    return Rows.read("nr_waveforms", StrainSamples.waveform(StrainSamples.FILE, "l2_m2", "N2", 3));
  }

  private static StrainTask task(Row waveform, double gps, boolean deprecated) {
    return new StrainTask(
        0,
        event(gps),
        StrainWaveform.read(waveform),
        null,
        new StrainTask.Simulation(520.0, deprecated),
        new Measured(65 * 1.09, 67.0, 75.0),
        List.of());
  }

  /** Both detectors, with other columns for H1. */
  private static List<Row> segments(Map<String, Object> ofH1) {
    Map<String, Object> h1 = new TreeMap<>();
    h1.put("strain", H1);
    h1.putAll(ofH1);
    return List.of(
        StrainSamples.segment(StrainSamples.STRAIN_H1, "H1", h1),
        StrainSamples.segment(StrainSamples.STRAIN_L1, "L1", Map.of("strain", L1)));
  }

  private static StrainFinding find(StrainTask task, Row waveform, List<Row> segments)
      throws StrainFinding.None {
    return find(task, waveform, segments, settings(Map.of()));
  }

  private static StrainFinding find(
      StrainTask task, Row waveform, List<Row> segments, StrainSettings settings)
      throws StrainFinding.None {
    List<StrainPiece> pieces = new ArrayList<>();
    for (Row segment : segments) {
      Row row = Rows.read("strain_segments", segment);
      pieces.add(StrainPiece.cut(row, task.event().gps(), settings));
    }
    return new StrainFilter(settings).find(task, WaveformSamples.read(waveform), pieces);
  }

  private static Match match(StrainTask task, List<Row> segments) throws StrainFinding.None {
    return StrainMatch.of(find(task, mode(), segments), settings(Map.of()));
  }

  private static Map<String, Object> injected(String name) {
    return Map.of("injection_names", new Object[] {name}, "injection_mask", StrainSamples.words(0));
  }

  @Test
  void aSignalThatMayHaveBeenInjectedIsNoEvidence() throws StrainFinding.None {
    StrainTask task = task(mode(), StrainSamples.GPS, false);
    Match waves = match(task, segments(injected("NO_CW_HW_INJ")));
    assertThat(waves.decision()).isEqualTo(Match.Decision.ACCEPTED);
    Match binary = match(task, segments(injected("NO_CBC_HW_INJ")));
    assertThat(binary.decision()).isEqualTo(Match.Decision.CANDIDATE);
    assertThat(binary.score()).isEqualTo(waves.score());
    assertThat(binary.mismatches())
        .contains("H1: hardware injection around the event, NO_CBC_HW_INJ does not hold");
  }

  /** The strain of H1 is said to begin 5 ms later: some 11.9 instead of 6.9 ms after L1. */
  @Test
  void aDelayLongerThanLightTakesIsAMismatch() throws StrainFinding.None {
    StrainTask task = task(mode(), StrainSamples.GPS, false);
    assertThat(match(task, segments(Map.of())).mismatches()).noneMatch(m -> m.contains("light"));
    assertThat(match(task, segments(Map.of("gps_start_s", 1_000_000_000.005))).mismatches())
        .filteredOn(mismatch -> mismatch.contains("light"))
        .singleElement()
        .asString()
        .matches("1[0-4]\\.\\d ms between H1 and L1, longer than light takes \\(10\\.0 ms\\)");
  }

  @Test
  void aDeprecatedRunIsACandidate() throws StrainFinding.None {
    Match match = match(task(mode(), StrainSamples.GPS, true), segments(Map.of()));
    assertThat(match.decision()).isEqualTo(Match.Decision.CANDIDATE);
    assertThat(match.mismatches()).contains("deprecated run");
  }

  @Test
  void deprecatedRunsComeLastWhateverTheirScore() {
    StrainTask good = task(mode(), StrainSamples.GPS, false);
    StrainTask old = task(mode(), StrainSamples.GPS, true);
    assertThat(
            StrainOutcome.ranks(
                List.of(
                    new StrainOutcome(numbered(0, old), null, 0.9, 20),
                    new StrainOutcome(numbered(1, good), null, 0.2, 10),
                    new StrainOutcome(numbered(2, good), null, 0.3, 9),
                    new StrainOutcome(numbered(3, good), "no data", 0, 0))))
        .isEqualTo(Map.of(2, 1, 1, 2, 0, 3));
  }

  private static StrainTask numbered(int index, StrainTask task) {
    return new StrainTask(
        index,
        task.event(),
        task.waveform(),
        task.parameters(),
        task.simulation(),
        task.detectorMass(),
        task.refused());
  }

  /** The search ends two milliseconds before the peak; the mass is nearly fixed. */
  @Test
  void aPeakAtTheEdgeOfTheSearchIsACandidate() throws StrainFinding.None {
    StrainSettings narrow = settings(Map.of("mass-scan-widths", 0.01));
    double gps = StrainSamples.GPS + StrainSamples.DELAY_S - 0.502;
    StrainTask task = task(mode(), gps, false);
    Match match = StrainMatch.of(find(task, mode(), segments(Map.of()), narrow), narrow);
    assertThat(match.mismatches())
        .contains(
            "H1: the SNR still rises at the end of the times that were looked at, so its peak lies"
                + " outside of them");
    assertThat(match.decision()).isEqualTo(Match.Decision.CANDIDATE);
  }

  /** The same samples in two files, cut at a second, give the same numbers and name both files. */
  @Test
  void filesThatFollowOnOneAnotherAreReadAsOne() throws StrainFinding.None {
    StrainTask task = task(mode(), StrainSamples.GPS, false);
    List<Row> whole = segments(Map.of());
    int cut = 12 * 1024;
    List<Row> halves = new ArrayList<>();
    halves.add(
        StrainSamples.segment(
            "8".repeat(64),
            "H1",
            Map.of(
                "strain", Arrays.copyOfRange(H1, cut, H1.length), "gps_start_s", 1_000_000_012.0)));
    halves.add(
        StrainSamples.segment(
            "9".repeat(64), "H1", Map.of("strain", Arrays.copyOfRange(H1, 0, cut))));
    halves.add(whole.get(1));
    StrainFinding one = find(task, mode(), whole);
    StrainFinding two = find(task, mode(), halves);
    assertThat(two.network().snr()).isEqualTo(one.network().snr());
    assertThat(two.files("H1")).containsExactly("H1-9.hdf5", "H1-8.hdf5");
    Match match = StrainMatch.of(two, settings(Map.of()));
    assertThat(match.evidence())
        .filteredOn(evidence -> evidence.quantity().equals("snr_H1"))
        .singleElement()
        .extracting(Evidence::note)
        .asString()
        .endsWith("s away from the event; strain of H1-9.hdf5 and H1-8.hdf5");
    assertThat(StrainPairs.of(two).get(0).conditionsText())
        .containsEntry("strain_file", "H1-9.hdf5, H1-8.hdf5");
  }

  /** A waveform in seconds that calls another time zero arrives by that much earlier or later. */
  @Test
  void aWaveformInSecondsKeepsItsOwnZero() throws StrainFinding.None {
    double toPeak = StrainSamples.PEAK * StrainSamples.MASS / 1.04 * 4.925490947e-6;
    Row counted = Rows.read("nr_waveforms", StrainSamples.text());
    Row own = Rows.read("nr_waveforms", StrainSamples.text(toPeak - 0.010));
    List<Row> strain = segments(Map.of());
    StrainFinding ofPeak = find(task(counted, StrainSamples.GPS, false), counted, strain);
    StrainFinding ofOwn = find(task(own, StrainSamples.GPS, false), own, strain);
    double stretch = ofOwn.scan().best();
    assertThat(ofOwn.network().of("L1").orElseThrow().peakGps())
        .isEqualTo(
            ofPeak.network().of("L1").orElseThrow().peakGps() - 0.010 * stretch, within(4e-4));
    assertThat(StrainPairs.of(ofPeak).get(0).conditionsText())
        .containsEntry("time_zero", "largest amplitude of the waveform");
    assertThat(StrainPairs.of(ofOwn).get(0).conditionsText())
        .containsEntry("time_zero", "as the waveform's file has it");
  }
}
