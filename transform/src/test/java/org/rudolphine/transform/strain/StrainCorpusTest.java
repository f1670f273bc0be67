package org.rudolphine.transform.strain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real files of GW150914. Expected figures are those of h5py 3.7 and numpy 1.24: {@code s =
 * h5py.File(f)["strain/Strain"][:]; s.size, s[0], s[40960], s[-1], np.dot(s, s)}, and the sets of
 * words in {@code quality/simple/DQmask} and {@code quality/injections/Injmask}.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class StrainCorpusTest {
  @ParameterizedTest
  @CsvSource({
    "H, 2.177040281449375e-19, 7.46891166085305e-20, 7.5812119511653e-20, 6.354359280469616e-33, 31",
    "L, -1.0428999418774637e-18, -1.1463891700832116e-18, -9.592769741932785e-19,"
        + " 1.5227533659080273e-31, 23"
  })
  void samplesAndFlagsAreThoseOfTheFile(
      String site, double first, double after10s, double last, double squares, int injections)
      throws IOException {
    String name = site + "-" + site + "1_LOSC_4_V2-1126259446-32.hdf5";
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "gwosc", "strain", name);
    StrainFile file = StrainFile.open(Files.readAllBytes(path), name);

    assertThat(file.detector()).isEqualTo(site + "1");
    assertThat(file.observatory()).isEqualTo(site);
    assertThat(file.release()).isEqualTo("LOSC V2");
    assertThat(file.gpsStart()).isEqualTo(1126259446);
    assertThat(file.rateHz()).isEqualTo(4096);
    assertThat(file.samples()).isEqualTo(131072);
    assertThat(file.timingNote()).isNull();
    assertThat(file.issues()).isEmpty();
    assertThat(file.segments(1_000_000)).isEqualTo(1);
    StrainFile.Segment all = file.segment(0, 1_000_000);
    assertThat(all.samples()[0]).isEqualTo(first);
    assertThat(all.samples()[40960]).isEqualTo(after10s);
    assertThat(all.samples()[131071]).isEqualTo(last);
    double sum = 0;
    for (double sample : all.samples()) {
      sum += sample * sample;
    }
    assertThat(sum).isCloseTo(squares, within(1e-12 * squares)); // numpy adds in another order
    assertThat(all.gaps()).isZero();
    assertThat(all.quality().words()).hasSize(32).containsOnly(127);
    assertThat(all.quality().names()).startsWith("DATA", "CBC_CAT1").hasSize(7);
    assertThat(all.injections().words()).hasSize(32).containsOnly(injections);
    assertThat(all.injections().seconds("NO_CBC_HW_INJ")).isEqualTo(32);
  }
}
