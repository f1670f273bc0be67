package org.rudolphine.transform.signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.rudolphine.transform.strain.StrainFixture;

/**
 * Files in GWOSC's formats for {@code bin/bench strain}: a list of events, 32 s of strain at 4096
 * Hz in two detectors around each (coloured Gaussian noise with a chirp), and waveforms of each.
 * The same bytes each time.
 */
final class StrainFilesBench {
  private static final double RATE = 4096;
  private static final int SECONDS = 32;
  private static final int COUNT = SECONDS * 4096;
  private static final long FIRST_GPS = 1_262_304_018L;
  private static final double EVENT_AT = 16.4;
  private static final double DELAY_S = 0.007;
  private static final String HEADER =
      "name,shortName,gps,version,catalog,doi,detail_url,mass_1_source,mass_1_source_lower,"
          + "mass_1_source_upper,mass_2_source,mass_2_source_lower,mass_2_source_upper,redshift,"
          + "redshift_lower,redshift_upper";

  private StrainFilesBench() {}

  /** Arguments: a folder that exists, how many events, how many waveforms for each (at most 99). */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int events = Integer.parseInt(arguments[1]);
    int waveforms = Integer.parseInt(arguments[2]);
    List<String> list = new ArrayList<>(List.of(HEADER));
    for (int event = 0; event < events; event++) {
      String name = String.format(Locale.ROOT, "GW20%02d%02d", 1 + event / 28, 1 + event % 28);
      long start = FIRST_GPS + 1000L * event;
      list.add(
          String.format(
              Locale.ROOT,
              "%s,%s-v1,%.1f,1,GWTC-1-confident,,,36,-4,4,29,-4,4,0.09,-0.03,0.03",
              name,
              name,
              start + EVENT_AT));
      writeStrain(folder, "H1", start, event, EVENT_AT + DELAY_S);
      writeStrain(folder, "L1", start, event, EVENT_AT);
      for (int waveform = 0; waveform < waveforms; waveform++) {
        writeWaveform(folder, name, waveform, 60 + waveform + 0.01 * event);
      }
    }
    Files.write(folder.resolve("events.csv"), list);
  }

  private static void writeStrain(
      Path folder, String detector, long start, int event, double eventAt) throws IOException {
    double[] samples = ColouredNoise.samples(COUNT, RATE, 2L * event + detector.charAt(0));
    double massS = 71 * GeometricWaveform.SOLAR_MASS_S;
    for (int i = 0; i < COUNT; i++) {
      samples[i] += 4e-21 * SyntheticChirp.plus((i / RATE - eventAt) / massS);
    }
    int[] quality = new int[SECONDS];
    Arrays.fill(quality, 127);
    byte[] file =
        new StrainFixture()
            .detector(detector)
            .start(start)
            .meta(start, SECONDS)
            .spacing(1 / RATE)
            .quality(quality)
            .samples(samples)
            .bytes();
    String name = "%s-%s_GWOSC_4KHZ_R1-%d-%d.hdf5";
    Files.write(
        folder.resolve(name.formatted(detector.substring(0, 1), detector, start, SECONDS)), file);
  }

  private static void writeWaveform(Path folder, String event, int number, double mass)
      throws IOException {
    Template template = SyntheticChirp.waveform().at(mass, 400);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < template.timeS().length; i++) {
      lines.add(String.format(Locale.ROOT, "%.9e %.9e", template.timeS()[i], template.plus()[i]));
    }
    Files.write(folder.resolve(event + "_" + number + "_NR_waveform.txt"), lines);
  }
}
