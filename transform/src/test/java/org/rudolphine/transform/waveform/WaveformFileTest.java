package org.rudolphine.transform.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.api.WritableGroup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.hdf.HdfFixture;
import org.rudolphine.transform.hdf.UnreadableFile;

class WaveformFileTest {
  private static final List<String> MODES = List.of("l2_m2", "l2_m-2");
  private static final byte[] SXS = WaveformFixture.sxs();

  private static WaveformFile read(byte[] bytes, String name) throws UnreadableFile {
    return WaveformFile.read(bytes, name, MODES);
  }

  private static void refused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> read(bytes, "waveform"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining(reason);
  }

  private static String wave(String separator, double step) {
    return IntStream.range(0, 200)
        .mapToObj(i -> (i * step) + separator + StrictMath.sin(2 * Math.PI * 5 * i * step))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void textOfTwoColumnsIsTheStrainInOneDetector() throws UnreadableFile {
    WaveformFile file =
        read(
            WaveformFixture.text("# time strain\n\n" + wave(" ", 0.01)),
            "GW150914_4_NR_waveform.txt");

    assertThat(file.format()).isEqualTo("gwosc_text");
    assertThat(file.eventName()).isEqualTo("GW150914");
    assertThat(file.timeUnit()).isEqualTo("s");
    Waveform waveform = file.waveforms().get(0);
    assertThat(waveform.mode()).isEqualTo("projected");
    assertThat(waveform.order()).isEqualTo("none");
    assertThat(waveform.time()).hasSize(200);
    assertThat(waveform.im()).isNull();
    assertThat(waveform.startFrequency()).isCloseTo(5, within(0.01)); // 5 Hz by construction
    assertThat(waveform.peakTime()).isEqualTo(0.05); // a quarter of the first cycle
  }

  @Test
  void textThatIsNoWaveformIsRefused() {
    refused(WaveformFixture.text("<html>not found</html>"), "two columns of numbers");
    refused(WaveformFixture.text("1 2 3\n"), "two columns of numbers");
    refused(WaveformFixture.text("1 nan\n"), "two columns of numbers");
    refused(WaveformFixture.text("0 1\n"), "fewer than 8 samples");
    refused(WaveformFixture.text(wave(" ", 0.01) + "\n0 1"), "do not ascend");
    refused(WaveformFixture.text(wave(",", 0.01).replaceAll(",.*", ",0")), "zero everywhere");
    refused(WaveformFixture.text("0 1e9999\n".repeat(9)), "no finite numbers");
    refused(new byte[0], "fewer than 8 samples");
    refused(WaveformFixture.text("1".repeat(1 << 20)), "two columns");
    refused(WaveformFixture.text("# " + "1".repeat(1001)), "a line of more than 1000 bytes");
  }

  @Test
  void modesAreReadOfEachOrderAsTheyAre() throws UnreadableFile {
    WaveformFile file = read(SXS, "rhOverM_Asymptotic_GeometricUnits_CoM.h5");

    assertThat(file.format()).isEqualTo("sxs_extrapolated");
    assertThat(file.amplitudeUnit()).isEqualTo("rh/M");
    assertThat(file.waveforms())
        .extracting(waveform -> waveform.order() + " " + waveform.mode())
        .containsExactly("N2 l2_m2", "N2 l2_m-2", "outermost l2_m2", "outermost l2_m-2");
    double[][] written = WaveformFixture.mode(400, -1);
    Waveform mode = file.waveforms().get(0);
    assertThat(mode.time()).isEqualTo(Arrays.stream(written).mapToDouble(row -> row[0]).toArray());
    assertThat(mode.re()).isEqualTo(Arrays.stream(written).mapToDouble(row -> row[1]).toArray());
    assertThat(mode.im()).isEqualTo(Arrays.stream(written).mapToDouble(row -> row[2]).toArray());
    assertThat(mode.peakTime()).isEqualTo(100);
    assertThat(mode.startFrequency()).isCloseTo(0.02, within(1e-9)); // by construction
  }

  @Test
  void onlyModesThatAreAskedForAreRead() {
    assertThatThrownBy(() -> WaveformFile.read(SXS, "x.h5", List.of("l3_m3")))
        .hasMessage("the file has none of the modes l3_m3");
    assertThatThrownBy(() -> WaveformFile.read(SXS, "rMPsi4_Asymptotic.h5", MODES))
        .hasMessageContaining("Psi4");
  }

  @Test
  void splinesOfAmplitudeAndPhaseAreEvaluatedOnAnEvenGrid() throws UnreadableFile {
    double[] x = {-10, -3, 0, 1, 5, 20};
    double[] amplitude = {0.1, 0.17, 0.2, 0.21, 0.25, 0.4}; // 0.2 + t/100
    double[] phase = {-5, -1.5, 0, 0.5, 2.5, 10}; // t/2
    WaveformFile file = read(WaveformFixture.lvcnr(x, amplitude, phase), "GT9999.h5");

    assertThat(file.format()).isEqualTo("lvcnr");
    assertThat(file.simulation()).containsEntry("name", "GT9999").containsEntry("Format", 1.0);
    assertThat(file.simulation().toString()).doesNotContain("example.org");
    Waveform mode = file.waveforms().get(0);
    assertThat(mode.time()).hasSize(61).startsWith(-10, -9.5).endsWith(19.5, 20);
    for (int i = 0; i < 61; i++) {
      double t = mode.time()[i];
      assertThat(mode.re()[i]).isCloseTo((0.2 + t / 100) * Math.cos(t / 2), within(1e-14));
      assertThat(mode.im()[i]).isCloseTo((0.2 + t / 100) * Math.sin(t / 2), within(1e-14));
    }
  }

  @Test
  void splinesThatAreNoneAreRefused() {
    double[] x = {0, 1, 2};
    refused(WaveformFixture.lvcnr(new double[] {0, 2, 1}, x, x), "do not ascend");
    refused(WaveformFixture.lvcnr(x, new double[] {1, 2}, x), "not as many X as Y");
    refused(WaveformFixture.lvcnr(new double[] {0, 1, 1e9}, x, x), "lasts longer than");
    refused(WaveformFixture.lvcnr(new double[] {0, 1, Double.NaN}, x, x), "are not finite");
  }

  @Test
  void templatesHaveTwoPolarisationsAndARate() throws UnreadableFile {
    double[][] rows = WaveformFixture.mode(400, 1);
    double[][] both = new double[2][400];
    for (int i = 0; i < 400; i++) {
      both[0][i] = rows[i][1];
      both[1][i] = rows[i][2];
    }
    WaveformFile file = read(WaveformFixture.template(both, 4096L), "GW150914_4_template.hdf5");

    assertThat(file.format()).isEqualTo("gwosc_template");
    assertThat(file.totalMassDetectorMsun()).isEqualTo(65);
    assertThat(file.eventName()).isEqualTo("GW150914");
    assertThat(file.waveforms().get(0).time()[1]).isEqualTo(1 / 4096.0);
    assertThat(file.waveforms().get(0).im()).isEqualTo(both[1]);
    refused(WaveformFixture.template(new double[3][20], 4096L), "two rows, plus and cross");
    refused(WaveformFixture.template(both, null), "no usable rate");
    refused(WaveformFixture.template(both, 0L), "no usable rate");
    refused(WaveformFixture.template(new double[2][20], 4096L), "zero everywhere");
  }

  @Test
  void anOddAttributeDoesNotSpoilATemplate() throws UnreadableFile {
    byte[] odd =
        HdfFixture.of(
            file -> {
              file.putDataset(
                  "template", new double[][] {new double[9], {1, 0, 0, 0, 0, 0, 0, 0, 0}});
              WritableGroup meta = file.putGroup("meta");
              meta.putDataset("note", "synthetic");
              meta.putAttribute("fs", 4096L);
              meta.putAttribute("m1", "thirty-six");
              meta.putAttribute("m2", 29.0);
              meta.putAttribute("eventname", 150914L);
            });

    WaveformFile file = read(odd, "GW150914_4_template.hdf5");

    assertThat(file.totalMassDetectorMsun()).isNull();
    assertThat(file.eventName()).isEqualTo("GW150914");
    assertThat(file.note()).contains("m2 29.0").doesNotContain("m1");
  }

  @Test
  void theCompressedFormIsMetadataAndSaysSo() throws UnreadableFile {
    WaveformFile file = read(WaveformFixture.compressed(27007L), "SXS_BBH_2609_Strain_N2.h5");

    assertThat(file.format()).isEqualTo("sxs_rpdmb");
    assertThat(file.samples()).isEqualTo(27007);
    assertThat(file.note()).contains("metadata only", "modes l = 2 to 8");
    Waveform all = file.waveforms().get(0);
    assertThat(all.mode()).isEqualTo("all");
    assertThat(all.order()).isEqualTo("N2");
    assertThat(all.time()).isNull();
    assertThat(all.peakTime()).isNull();
    assertThat(all.startFrequency()).isNull();
    refused(WaveformFixture.compressed(-1L), "no usable number of samples");
  }

  @Test
  void otherHdf5IsRefused() {
    refused(HdfFixture.of(file -> file.putGroup("AhA.dir")), "none of the layouts");
  }

  @Property(tries = 500)
  void damagedFilesAreReadOrRefused(
      @ForAll List<@IntRange(min = 0, max = 1 << 24) Integer> flips,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    byte[] whole =
        switch (kind) {
          case 0 -> SXS;
          case 1 -> WaveformFixture.compressed(5L);
          case 2 -> WaveformFixture.text(wave(" ", 0.01));
          default -> Arrays.copyOf(SXS, flips.isEmpty() ? 0 : flips.get(0) % SXS.length);
        };
    byte[] damaged = whole.clone();
    for (int flip : flips) {
      if (damaged.length > 0) {
        damaged[flip / 8 % damaged.length] ^= (byte) (1 << flip % 8);
      }
    }

    assertThatCode(
            () -> {
              try {
                read(damaged, "x.h5").waveforms().forEach(Waveform::startFrequency);
              } catch (UnreadableFile refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            })
        .doesNotThrowAnyException();
  }
}
