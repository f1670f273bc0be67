package org.rudolphine.transform.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Real files; expected figures are those of numpy 1.24, scipy 1.10 and h5py 3.7 as stated. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class WaveformCorpusTest {
  private static final List<String> MODES = List.of("l2_m2", "l2_m-2");

  private static WaveformFile read(String folder, String name) throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), folder, name);
    return WaveformFile.read(Files.readAllBytes(path), name, MODES);
  }

  private static double squares(Waveform waveform) {
    double sum = 0;
    for (int i = 0; i < waveform.re().length; i++) {
      sum += waveform.re()[i] * waveform.re()[i] + waveform.im()[i] * waveform.im()[i];
    }
    return sum;
  }

  private static void isAt(Waveform mode, int place, double time, double re, double im) {
    assertThat(mode.time()[place]).isEqualTo(time);
    assertThat(mode.re()[place]).isCloseTo(re, within(1e-9));
    assertThat(mode.im()[place]).isCloseTo(im, within(1e-9));
  }

  /**
   * {@code A = UnivariateSpline(amp.X, amp.Y, k=deg, s=0)}, P alike from the phase; {@code t = lo +
   * 0.5 * arange(int((hi - lo) / 0.5) + 1)} over the range of both; {@code h = A(t) exp(i P(t))}.
   */
  @Test
  void splinesOfTheMayaRunAreThoseOfScipy() throws IOException {
    WaveformFile file = read("sxs/waveform", "GT0001_lvcnr.h5");

    assertThat(file.format()).isEqualTo("lvcnr");
    assertThat(file.waveforms()).extracting(Waveform::mode).containsExactly("l2_m2", "l2_m-2");
    Waveform mode = file.waveforms().get(0);
    assertThat(mode.time()).hasSize(518);
    assertThat(mode.peakTime()).isEqualTo(1.3933333333330324);
    assertThat(squares(mode)).isCloseTo(23.48189434877699, within(1e-8));
    isAt(mode, 0, -121.10666666666697, 0.08741402243727028, 0.00977238125776153);
    isAt(mode, 200, -21.106666666666968, -0.24510634220342326, -0.21464588301681595);
    isAt(mode, 240, -1.1066666666669676, -0.1030868972702439, -0.39768837479721597);
    isAt(mode, 300, 28.893333333333032, -0.05727710105494952, 0.0851650643381283);
    isAt(mode, 517, 137.39333333333303, 3.5477401600230875e-07, -7.141690870793559e-07);
    // First two cycles of np.unwrap(np.angle(h)), the last step interpolated.
    assertThat(mode.startFrequency()).isCloseTo(0.02266921027641406, within(1e-9));
    Waveform minus = file.waveforms().get(1);
    assertThat(squares(minus)).isCloseTo(21.622715152273756, within(1e-8));
    isAt(minus, 240, -1.1066666666669676, -0.06458649649476719, 0.35905797731081474);
    assertThat(file.simulation())
        .containsEntry("name", "GT0001")
        .containsEntry("Omega", 0.09132119375928947)
        .containsEntry("horizon_mass1", 0.500073);
    assertThat(file.simulation().toString()).doesNotContain("@");
  }

  /**
   * {@code t, h = np.loadtxt(f).T}; zeros of h by linear interpolation, the fifth minus the first.
   */
  @Test
  void textOfTheFirstEvent() throws IOException {
    WaveformFile file = read("gwosc/nr", "GW150914_4_NR_waveform.txt");

    Waveform waveform = file.waveforms().get(0);
    assertThat(file.eventName()).isEqualTo("GW150914");
    assertThat(waveform.time()).hasSize(2769);
    assertThat(waveform.time()[0]).isEqualTo(-0.620404109);
    assertThat(waveform.re()[0]).isEqualTo(-1.8691277708419832e-22);
    assertThat(waveform.peakTime()).isEqualTo(0.0004455003750000186);
    assertThat(waveform.startFrequency()).isCloseTo(20.025337871223318, within(1e-9));
  }

  /**
   * {@code T = f["template"][:].astype(float)}; {@code np.argmax(abs(T[0] + 1j * T[1])) / 4096}.
   */
  @Test
  void templateOfTheTutorial() throws IOException {
    WaveformFile file = read("gwosc/nr", "GW150914_4_template.hdf5");

    Waveform waveform = file.waveforms().get(0);
    assertThat(file.eventName()).isEqualTo("GW150914");
    assertThat(file.totalMassDetectorMsun()).isCloseTo(70.98, within(1e-12));
    assertThat(waveform.time()).hasSize(131072);
    assertThat(waveform.re()[0]).isEqualTo(5.541047694006038e-20);
    assertThat(waveform.im()[0]).isEqualTo(1.002044461471721e-19);
    assertThat(waveform.re()[60000]).isEqualTo(-1.1179497197609901e-19);
    assertThat(waveform.peakTime()).isEqualTo(15.984130859375);
    assertThat(waveform.startFrequency()).isCloseTo(6.325208964338427, within(1e-9));
    assertThat(squares(waveform)).isCloseTo(1.6078820211893424e-33, within(1e-45));
  }

  /** {@code n_times} as h5py shows it. */
  @Test
  void compressedFormsAreMetadata() throws IOException {
    WaveformFile strain = read("sxs/waveform", "SXS_BBH_2609_Lev3_Strain_N2.h5");
    WaveformFile cce = read("sxs/waveform", "rhOverM_SXS_BBH_1450_BondiCce_R0260_superrest.h5");

    assertThat(strain.samples()).isEqualTo(27007);
    assertThat(strain.waveforms()).extracting(Waveform::order).containsExactly("N2");
    assertThat(strain.note()).contains("l = 2 to 8");
    assertThat(cce.samples()).isEqualTo(1281);
    assertThat(cce.waveforms()).extracting(Waveform::order).containsExactly("none");
    assertThat(cce.note()).contains("metadata only");
  }
}
