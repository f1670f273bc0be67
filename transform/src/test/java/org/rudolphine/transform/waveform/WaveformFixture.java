package org.rudolphine.transform.waveform;

import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rudolphine.transform.hdf.HdfFixture;

/** Synthetic waveform files in the documented layouts; none of them is a real simulation. */
public final class WaveformFixture {
  private WaveformFixture() {}

  /** A mode of r h/M: amplitude 0.1 + 0.3 exp(-((t - 100)/20)^2), turning 0.02 times a unit. */
  static double[][] mode(int samples, double sense) {
    double[][] rows = new double[samples][3];
    for (int i = 0; i < samples; i++) {
      double t = i / 2.0;
      double size = 0.1 + 0.3 * StrictMath.exp(-(t - 100) * (t - 100) / 400);
      rows[i][0] = t;
      rows[i][1] = size * StrictMath.cos(sense * 2 * Math.PI * 0.02 * t);
      rows[i][2] = size * StrictMath.sin(sense * 2 * Math.PI * 0.02 * t);
    }
    return rows;
  }

  /** Two orders with two modes each, as the first SXS catalogs have them; (2,1) is not read. */
  public static byte[] sxs() {
    return HdfFixture.of(
        file -> {
          for (String group : List.of("OutermostExtraction.dir", "Extrapolated_N2.dir")) {
            WritableGroup modes = file.putGroup(group);
            DatasetCreationOptions packed =
                DatasetCreationOptions.builder().chunkDimensions(100, 3).deflate(4).build();
            modes.putDataset("Y_l2_m2.dat", mode(400, -1), packed);
            modes.putDataset("Y_l2_m-2.dat", mode(400, 1), packed);
            modes.putDataset("Y_l2_m1.dat", mode(400, -0.5), packed);
          }
          file.putDataset("VersionHist.ver", "synthetic");
        });
  }

  /** Splines of degree 1 through given points, as the exchange format of catalogs has them. */
  public static byte[] lvcnr(double[] x, double[] amplitude, double[] phase) {
    return HdfFixture.of(
        file -> {
          spline(file.putGroup("amp_l2_m2"), x, amplitude);
          spline(file.putGroup("phase_l2_m2"), x, phase);
          file.putAttribute("Format", 1L);
          file.putAttribute("name", "GT9999");
          file.putAttribute("alternative-names", "fr_b3.1_a0.4");
          file.putAttribute("point-of-contact-email", "nobody@example.org");
        });
  }

  private static void spline(WritableGroup group, double[] x, double[] y) {
    group.putDataset("X", x);
    group.putDataset("Y", y);
    group.putDataset("deg", 1L);
    group.putDataset("tol", 1e-6);
    group.putDataset("errors", new double[] {0});
  }

  /** Plus and cross of a tutorial's template. */
  public static byte[] template(double[][] polarisations, Object rate) {
    return HdfFixture.of(
        file -> {
          WritableDataset ignored = file.putDataset("template", polarisations);
          WritableGroup meta = file.putGroup("meta");
          meta.putDataset("note", "synthetic"); // the writer cannot end a file with an empty group
          if (rate != null) {
            meta.putAttribute("fs", rate);
          }
          meta.putAttribute("m1", 36.0);
          meta.putAttribute("m2", 29.0);
          meta.putAttribute("eventname", "GW150914");
          meta.putAttribute("approx", ignored.getName());
        });
  }

  /** The compressed form of the third SXS catalog; the content is none. */
  public static byte[] compressed(Object samples) {
    return HdfFixture.of(
        file -> {
          file.putAttribute("sxs_format", "rotating_paired_diff_multishuffle_bzip2");
          file.putAttribute("n_times", samples);
          file.putAttribute("ell_min", 2L);
          file.putAttribute("ell_max", 8L);
          file.putDataset("data", new byte[] {1, 2, 3});
        });
  }

  static byte[] text(String lines) {
    return lines.getBytes(StandardCharsets.UTF_8);
  }
}
