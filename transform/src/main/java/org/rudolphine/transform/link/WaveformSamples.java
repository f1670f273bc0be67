package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.rudolphine.transform.signal.GeometricWaveform;
import org.rudolphine.transform.signal.ScanGrid;
import org.rudolphine.transform.signal.Template;
import org.rudolphine.transform.signal.TemplateFamily;

/**
 * The samples of a waveform, and the templates that are made of them. A waveform in seconds whose
 * times go from below zero to above it keeps its own t = 0; of all others t = 0 is the time of the
 * largest amplitude.
 *
 * <p>A (2,2) mode becomes the strain of a binary seen face-on, h_plus - i h_cross = h_22 Y_22 with
 * the spin-weighted harmonic -2Y_22(0, 0) = sqrt(5 / (4 pi)) (Ajith et al. 2007, arXiv:0709.0093,
 * eqs. II.4 to II.8); the (2,-2) mode does not reach such an observer.
 *
 * @param time times in the waveform's own unit
 * @param re real part, plus polarisation or projected strain
 * @param im imaginary part or cross polarisation; null when there is none
 */
record WaveformSamples(double[] time, double[] re, double[] im) implements Serializable {
  static final List<String> COLUMNS = List.of("time", "re", "im");

  private static final double FACE_ON = Math.sqrt(5 / (4 * Math.PI));

  /** What a scan goes through. */
  enum Scanned {
    /** Detector-frame total mass in solar masses. */
    MASS,
    /** Factor by which the time of a waveform in seconds is stretched. */
    STRETCH
  }

  /** What t = 0 of a template is. */
  enum Zero {
    OWN("as the waveform's file has it"),
    PEAK("largest amplitude of the waveform");

    private final String words;

    Zero(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Templates and where to look among them. */
  record Search(TemplateFamily family, ScanGrid grid, Scanned scanned, Zero zero) {}

  static WaveformSamples read(Row row) {
    return new WaveformSamples(numbers(row, "time"), numbers(row, "re"), numbers(row, "im"));
  }

  private static double[] numbers(Row row, String column) {
    int index = row.fieldIndex(column);
    if (row.isNullAt(index)) {
      return null;
    }
    List<Double> values = row.getList(index);
    double[] numbers = new double[values.size()];
    int i = 0;
    for (Double value : values) {
      numbers[i++] = value == null ? Double.NaN : value;
    }
    return numbers;
  }

  /** Templates for one event; see {@link StrainTask} for what it must know. */
  Search search(StrainTask task, StrainSettings settings) {
    double peak = task.waveform().peakTime();
    int from = start(task, peak);
    Zero zero = zero(task.waveform());
    double[] times = Arrays.copyOfRange(time, from, time.length);
    for (int i = 0; zero == Zero.PEAK && i < times.length; i++) {
      times[i] -= peak;
    }
    double[] plus = Arrays.copyOfRange(re, from, re.length);
    double[] cross = im == null ? null : Arrays.copyOfRange(im, from, im.length);
    if (!task.waveform().scaleFree()) {
      double part = settings.stretchScanPart();
      return new Search(
          TemplateFamily.byStretch(new Template(times, plus, cross)),
          new ScanGrid(1 - part, 1 + part, settings.scanPoints(), settings.scanTolerance()),
          Scanned.STRETCH,
          zero);
    }
    if (task.waveform().isMode()) {
      scale(plus, FACE_ON);
      scale(cross, -FACE_ON);
    }
    double distance = task.event().distanceMpc() == null ? 1 : task.event().distanceMpc();
    return new Search(
        TemplateFamily.byDetectorMass(new GeometricWaveform(times, plus, cross), distance),
        massGrid(task.detectorMass(), settings),
        Scanned.MASS,
        zero);
  }

  /**
   * The largest sample of a single real waveform is not where its amplitude is largest, so the time
   * that its makers call zero is kept. Times in units of M count from the start of a simulation.
   */
  private Zero zero(StrainWaveform waveform) {
    boolean own = !waveform.scaleFree() && time[0] < 0 && time[time.length - 1] > 0;
    return own ? Zero.OWN : Zero.PEAK;
  }

  /** First sample that is free of the radiation of the initial data. */
  private int start(StrainTask task, double peak) {
    Double reference = task.simulation() == null ? null : task.simulation().referenceTime();
    if (reference == null || !task.waveform().scaleFree() || reference >= peak) {
      return 0;
    }
    int place = Arrays.binarySearch(time, reference);
    return place < 0 ? -place - 1 : place;
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; values != null && i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static ScanGrid massGrid(Measured mass, StrainSettings settings) {
    double part = settings.massScanPart();
    double low = mass.value() * (1 - part);
    double high = mass.value() * (1 + part);
    if (mass.bounded()) {
      double widths = settings.massScanWidths();
      low = Math.max(mass.value() / 2, mass.value() - widths * (mass.value() - mass.lower()));
      high = Math.min(mass.value() * 2, mass.value() + widths * (mass.upper() - mass.value()));
    }
    return new ScanGrid(low, high, settings.scanPoints(), settings.scanTolerance());
  }
}
