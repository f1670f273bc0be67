package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.report.StrainWords.Delay;

class StrainWordsTest {
  private static Match match(List<Map<String, Object>> evidence) {
    return Match.of(new Cells(Map.of("link_id", "1", "rank", 1, "evidence", evidence)));
  }

  private static Map<String, Object> found(String quantity, double value) {
    return Map.of("quantity", quantity, "right_value", value);
  }

  private static String summary(List<Map<String, Object>> evidence) {
    Markup out = new Markup();
    StrainWords.summary(out, match(evidence), "A");
    String page = new String(out.page(), java.nio.charset.StandardCharsets.UTF_8);
    return page.substring(page.indexOf("<p>") + 3, page.indexOf("</p>"));
  }

  @Test
  void theEarlierDetectorComesFirst() {
    assertThat(new Delay("H1", "L1", 7.02, 10.01).sentence())
        .isEqualTo(
            "The signal reached L1 7.0 ms before H1; light takes 10.0 ms from one to the other.");
    assertThat(new Delay("H1", "L1", -7.02, null).sentence())
        .isEqualTo("The signal reached H1 7.0 ms before L1.");
    assertThat(new Delay("H1", "L1", -7.02, null).brief()).isEqualTo("H1 − L1 −7.0 ms");
  }

  @Test
  void aDelayLongerThanLightSaysSo() {
    assertThat(new Delay("H1", "L1", 12.3, 10.01).sentence())
        .endsWith("light takes 10.0 ms from one to the other, which is less.");
  }

  @Test
  void delaysHaveTheirBoundAndDetectors() {
    List<Map<String, Object>> evidence = new ArrayList<>();
    evidence.add(found("delay_nowhere_ms", 1));
    evidence.add(Map.of("quantity", "delay_h1_v1_ms", "right_value", -3.0, "left_upper", 27.3));
    assertThat(Delay.of(match(evidence))).containsExactly(new Delay("H1", "V1", -3.0, 27.3));
  }

  @Test
  void oneDetectorIsNoNetwork() {
    assertThat(summary(List.of(found("snr_H1", 11.26))))
        .isEqualTo("A explains an SNR of 11.3 in H1.");
    assertThat(StrainData.snr(match(List.of(found("snr_H1", 11.26))))).isEqualTo(11.26);
    assertThat(summary(List.of())).isEqualTo("A explains an SNR that its link does not state.");
  }

  @Test
  void networkNamesItsDetectors() {
    assertThat(
            summary(
                List.of(
                    found("snr_network", 15),
                    found("snr_H1", 12),
                    found("snr_L1", 9),
                    found("total_mass_detector_msun", 70.56))))
        .isEqualTo(
            "A explains a network SNR of 15.0 (12.0 in H1, 9.0 in L1). It fits best at a total mass"
                + " of 70.6 M<sub>☉</sub> in the detector frame.");
  }

  @Test
  void aWaveformWithoutAMassSaysHowItIsStretched() {
    assertThat(summary(List.of(found("snr_H1", 19.4), found("time_stretch", 0.97236))))
        .isEqualTo(
            "A explains an SNR of 19.4 in H1. It fits best with its time stretched by 0.972.");
  }
}
