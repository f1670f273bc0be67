package org.rudolphine.transform.strain;

import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.util.Arrays;
import org.rudolphine.transform.hdf.HdfFixture;

/** Synthetic strain files in GWOSC's layout; every part can be changed before it is written. */
public final class StrainFixture {
  /** Name in the second generation. */
  public static final String NAME = "H-H1_GWOSC_O3a_4KHZ_R1-1238163456-8.hdf5";

  private long start = 1238163456L;
  private double spacing = 1.0 / 64;
  private double[] samples = sine(8 * 64);
  private long[] meta = {1238163456L, 8};
  private String detector = "H1";
  private String description = "Strain data time series from LIGO";
  private int[] quality = {127, 127, 127, 127, 127, 127, 127, 127};
  private boolean withQuality = true;
  private boolean withStart = true;

  private static double[] sine(int count) {
    double[] sine = new double[count];
    for (int i = 0; i < count; i++) {
      sine[i] = 1e-21 * StrictMath.sin(i / 7.0);
    }
    return sine;
  }

  public StrainFixture samples(double... values) {
    samples = values;
    return this;
  }

  public double[] samples() {
    return samples.clone();
  }

  public StrainFixture spacing(double seconds) {
    spacing = seconds;
    return this;
  }

  public StrainFixture start(long gps) {
    start = gps;
    meta[0] = gps;
    return this;
  }

  public StrainFixture meta(long gps, long duration) {
    meta = new long[] {gps, duration};
    return this;
  }

  public StrainFixture detector(String name) {
    detector = name;
    return this;
  }

  public StrainFixture description(String text) {
    description = text;
    return this;
  }

  public StrainFixture quality(int... words) {
    quality = words;
    return this;
  }

  public StrainFixture withoutQuality() {
    withQuality = false;
    return this;
  }

  public StrainFixture withoutStart() {
    withStart = false;
    return this;
  }

  /** So many seconds of so many samples each, all present. */
  public StrainFixture lasting(int seconds, int rate) {
    samples = sine(seconds * rate);
    spacing = 1.0 / rate;
    meta[1] = seconds;
    quality = new int[seconds];
    Arrays.fill(quality, 127);
    return this;
  }

  /** Bytes of the file. */
  public byte[] bytes() {
    return HdfFixture.of(this::write);
  }

  private void write(WritableHdfFile file) {
    WritableDataset strain =
        file.putGroup("strain")
            .putDataset(
                "Strain",
                samples,
                DatasetCreationOptions.builder()
                    .chunkDimensions(Math.min(samples.length, 2048))
                    .deflate(1)
                    .build());
    if (withStart) {
      strain.putAttribute("Xstart", start);
    }
    strain.putAttribute("Xspacing", spacing);
    strain.putAttribute("Npoints", (long) samples.length);
    WritableGroup about = file.putGroup("meta");
    about.putDataset("Description", description);
    if (detector != null) {
      about.putDataset("Detector", detector);
    }
    about.putDataset("Observatory", "H");
    about.putDataset("GPSstart", meta[0]);
    about.putDataset("Duration", meta[1]);
    if (withQuality) {
      masks(file.putGroup("quality"));
    }
  }

  private void masks(WritableGroup group) {
    WritableGroup simple = group.putGroup("simple");
    mask(simple, "DQmask", quality);
    simple.putDataset(
        "DQShortnames",
        new String[] {
          "DATA", "CBC_CAT1", "CBC_CAT2", "CBC_CAT3", "BURST_CAT1", "BURST_CAT2", "BURST_CAT3"
        });
    WritableGroup injections = group.putGroup("injections");
    int[] clean = new int[quality.length];
    Arrays.fill(clean, 23);
    mask(injections, "Injmask", clean);
    injections.putDataset(
        "InjShortnames",
        new String[] {
          "NO_CBC_HW_INJ", "NO_BURST_HW_INJ", "NO_DETCHAR_HW_INJ", "NO_CW_HW_INJ", "NO_STOCH_HW_INJ"
        });
  }

  private void mask(WritableGroup group, String name, int[] words) {
    WritableDataset mask =
        group.putDataset(name, words, DatasetCreationOptions.builder().unsigned().build());
    mask.putAttribute("Xstart", start);
    mask.putAttribute("Xspacing", 1.0);
  }
}
