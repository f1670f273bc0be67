package org.rudolphine.transform.strain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.transform.hdf.UnreadableFile;

class StrainFileTest {
  private static final byte[] SMALL = new StrainFixture().bytes();

  private static StrainFile open(StrainFixture fixture) throws UnreadableFile {
    return StrainFile.open(fixture.bytes(), StrainFixture.NAME);
  }

  private static void refused(StrainFixture fixture, String reason) {
    assertThatThrownBy(() -> open(fixture))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining(reason);
  }

  @Test
  void startAndSpacingAreThoseOfTheFile() throws UnreadableFile {
    StrainFile file = StrainFile.open(SMALL, "H-H1_GWOSC_O3a_4KHZ_R1-1000000000-4096.hdf5");

    assertThat(file.gpsStart()).isEqualTo(1238163456);
    assertThat(file.rateHz()).isEqualTo(64);
    assertThat(file.samples()).isEqualTo(512);
    assertThat(file.detector()).isEqualTo("H1");
    assertThat(file.observatory()).isEqualTo("H");
    assertThat(file.release()).isEqualTo("GWOSC O3a R1");
    assertThat(file.timingNote()).isNull();
    assertThat(file.issues())
        .containsExactly(
            "the name of the file states another rate",
            "the name of the file states another start",
            "the name of the file states another duration");
  }

  @Test
  void segmentsAreCutOnWholeSecondsWithTheirFlags() throws UnreadableFile {
    StrainFixture fixture = new StrainFixture().quality(127, 127, 1, 0, 127, 127, 3, 127);
    StrainFile file = open(fixture);

    assertThat(file.segments(200)).isEqualTo(3); // three seconds of 64 samples fit into 200
    StrainFile.Segment middle = file.segment(1, 200);
    assertThat(middle.gpsStart()).isEqualTo(1238163459);
    assertThat(middle.samples()).isEqualTo(Arrays.copyOfRange(fixture.samples(), 192, 384));
    assertThat(middle.quality().words()).containsExactly(0, 127, 127);
    assertThat(middle.quality().seconds("CBC_CAT2")).isEqualTo(2);
    assertThat(middle.quality().seconds("DATA")).isEqualTo(2);
    assertThat(middle.quality().seconds("none")).isNull();
    assertThat(middle.injections().seconds("NO_CBC_HW_INJ")).isEqualTo(3);
    assertThat(middle.injections().seconds("NO_CW_HW_INJ")).isZero();
    StrainFile.Segment last = file.segment(2, 200);
    assertThat(last.samples()).hasSize(128);
    assertThat(last.quality().words()).containsExactly(3, 127);
    assertThatThrownBy(() -> file.segments(63)).hasMessageContaining("not 63");
  }

  @Test
  void gapsAreCounted() throws UnreadableFile {
    StrainFixture fixture = new StrainFixture();
    double[] samples = fixture.samples();
    Arrays.fill(samples, 64, 100, Double.NaN);
    StrainFile file = open(fixture.samples(samples));

    assertThat(file.segment(0, 128).gaps()).isEqualTo(36);
    assertThat(file.segment(1, 128).gaps()).isZero();
  }

  @Test
  void badFilesAreRefusedWithTheirReason() {
    double[] nothing = new double[512];
    Arrays.fill(nothing, Double.NaN);
    double[] infinite = new StrainFixture().samples();
    infinite[500] = Double.POSITIVE_INFINITY;

    refused(new StrainFixture().samples(nothing), "nothing but gaps");
    refused(new StrainFixture().samples(infinite), "an infinity");
    refused(new StrainFixture().spacing(1 / 128.0), "does not fit meta/Duration");
    refused(new StrainFixture().spacing(0.3), "no whole number of samples a second");
    refused(new StrainFixture().spacing(0), "no whole number of samples a second");
    refused(new StrainFixture().spacing(Double.NaN), "no whole number of samples a second");
    refused(new StrainFixture().spacing(1e-7), "no whole number of samples a second");
    refused(new StrainFixture().samples(new double[100]), "does not last whole seconds");
    refused(new StrainFixture().meta(1238163457L, 8), "different starts");
    refused(new StrainFixture().withoutStart(), "does not state its start");
    refused(new StrainFixture().start(-1), "whole second of GPS time");
    refused(new StrainFixture().start(20_000_000_000L), "whole second of GPS time");
    refused(new StrainFixture().detector("Hanford"), "a detector");
    assertThatThrownBy(() -> StrainFile.open(new StrainFixture().detector(null).bytes(), "x.hdf5"))
        .hasMessageContaining("a detector");
    assertThatThrownBy(() -> StrainFile.open(new byte[100], StrainFixture.NAME))
        .hasMessage("the file is no HDF5 file");
  }

  @Test
  void masksThatDoNotFitAreLeftOutAndNamed() throws UnreadableFile {
    StrainFile none = open(new StrainFixture().withoutQuality());
    StrainFile shorter = open(new StrainFixture().quality(127, 127));

    assertThat(none.segment(0, 512).quality()).isNull();
    assertThat(none.issues()).filteredOn(issue -> issue.contains("the file has no")).hasSize(2);
    assertThat(shorter.segment(0, 512).quality()).isNull();
    assertThat(shorter.issues())
        .contains(
            "dq_mask: quality/simple/DQmask does not tell each second of the strain",
            "injection_mask: quality/injections/Injmask does not tell each second of the strain");
  }

  @Test
  void aNameOfAnotherDetectorIsAnIssueAndTheFileCounts() throws UnreadableFile {
    StrainFile file = StrainFile.open(SMALL, "L-L1_GWOSC_4KHZ_R1-1238163456-8.hdf5");

    assertThat(file.detector()).isEqualTo("H1");
    assertThat(file.issues()).contains("the name of the file states another detector");
  }

  /** Names as GWOSC has used them; see the description of its data releases. */
  @ParameterizedTest
  @CsvSource({
    "H-H1_LOSC_4_V2-1126259446-32.hdf5, LOSC V2",
    "L-L1_LOSC_16_V1-1126257414-4096.hdf5, LOSC V1",
    "H-H1_GWOSC_4KHZ_R1-1126259447-32.hdf5, GWOSC R1",
    "V-V1_GWOSC_O3b_16KHZ_R1-1256655642-4096.hdf5, GWOSC O3b R1",
    "H-H1_LOSC_CLN_4_V1-1187007040-2048.hdf5, LOSC CLN V1",
    "H-H1_GWOSC_O4a_Disc_4KHZ_R1-1384779776-4096.hdf5, GWOSC O4a Disc R1",
    "strain.hdf5,"
  })
  void theReleaseStandsInTheName(String name, String release) {
    assertThat(StrainName.of(name).release()).isEqualTo(release);
  }

  @Test
  void theWronglySampledFilesOfTheFirstEventAreRecognised() throws UnreadableFile {
    byte[] event = new StrainFixture().start(1126259446).lasting(32, 4096).bytes();
    byte[] fine = new StrainFixture().start(1126259446).lasting(32, 16384).bytes();
    byte[] other = new StrainFixture().start(1126259463).lasting(32, 4096).bytes();
    byte[] described =
        new StrainFixture().start(1126259446).lasting(32, 4096).description("LOSC, V1").bytes();

    assertThat(StrainFile.open(event, "H-H1_LOSC_4_V1-1126259446-32.hdf5").timingNote())
        .contains("version 1 of GW150914");
    assertThat(StrainFile.open(described, "strain.hdf5").timingNote())
        .contains("version 1 of GW150914");
    assertThat(StrainFile.open(event, "strain.hdf5").timingNote()).contains("unknown version");
    assertThat(StrainFile.open(event, "H-H1_LOSC_4_V2-1126259446-32.hdf5").timingNote()).isNull();
    assertThat(StrainFile.open(event, "H-H1_GWOSC_4KHZ_R1-1126259446-32.hdf5").timingNote())
        .isNull();
    assertThat(StrainFile.open(fine, "H-H1_LOSC_16_V1-1126259446-32.hdf5").timingNote()).isNull();
    assertThat(StrainFile.open(other, "H-H1_LOSC_4_V1-1126259463-32.hdf5").timingNote()).isNull();
  }

  private static void readOrRefused(byte[] bytes) {
    try {
      StrainFile file = StrainFile.open(bytes, StrainFixture.NAME);
      for (int i = 0; i < file.segments(StrainFile.HIGHEST_RATE); i++) {
        file.segment(i, StrainFile.HIGHEST_RATE);
      }
    } catch (UnreadableFile refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 300)
  void cutFilesAreReadOrRefused(@ForAll @IntRange(min = 0, max = 1 << 20) int length) {
    byte[] cut = Arrays.copyOf(SMALL, length % SMALL.length);

    assertThatCode(() -> readOrRefused(cut)).doesNotThrowAnyException();
  }

  @Property(tries = 1000)
  void damagedFilesAreReadOrRefused(@ForAll List<@IntRange(min = 0, max = 1 << 24) Integer> flips) {
    byte[] damaged = SMALL.clone();
    for (int flip : flips) {
      damaged[flip / 8 % damaged.length] ^= (byte) (1 << flip % 8);
    }

    assertThatCode(() -> readOrRefused(damaged)).doesNotThrowAnyException();
  }
}
