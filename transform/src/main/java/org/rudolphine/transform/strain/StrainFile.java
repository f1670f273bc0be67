package org.rudolphine.transform.strain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.HdfNumbers;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * Strain of one detector in HDF5 as GWOSC publishes it, in both generations of file names. Start
 * and spacing are those that the dataset states ({@code Xstart}, {@code Xspacing}), never those of
 * the name. All samples are looked at once when the file is opened; after that a segment is read
 * again when it is asked for, so that no more than one is in memory.
 *
 * <p>Layout: {@code strain/Strain} with the attributes above, {@code meta/{Detector, Observatory,
 * GPSstart, Duration, Description}}, {@code quality/simple/{DQmask, DQShortnames}}, {@code
 * quality/injections/{Injmask, InjShortnames}}.
 */
public final class StrainFile {
  private static final String STRAIN = "strain/Strain";

  /** Samples a second that a file may have. */
  public static final int HIGHEST_RATE = 1 << 16;

  /** A file of bulk data is 4096 s; at 16384 Hz these are 2^26 samples. */
  private static final int MOST_SAMPLES = 1 << 26;

  private static final Pattern DETECTOR = Pattern.compile("[A-Z]\\d");
  private static final Pattern FIRST_VERSION = Pattern.compile("(?<![A-Za-z0-9])V1(?![0-9])");

  /** GPS time of GW150914 and the rate of its files that were sampled down wrongly. */
  private static final double GW150914 = 1126259462.4;

  private static final int WRONGLY_SAMPLED_HZ = 4096;

  /** GPS times of this century have ten digits. */
  private static final double LATEST_GPS = 1e10;

  private final HdfNumbers strain;
  private final long start;
  private final int rate;
  private final String detector;
  private final String observatory;
  private final StrainName name;
  private final QualityMask quality;
  private final QualityMask injections;
  private final List<String> issues;
  private final String timingNote;

  /**
   * Consecutive samples of a file.
   *
   * @param number place in the file, from 0
   * @param gpsStart GPS time of the first sample
   * @param samples strain; NaN in gaps
   * @param gaps number of samples that are NaN
   * @param quality data-quality flags of its seconds, or null
   * @param injections injection flags of its seconds, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // data in transit, never compared
  public record Segment(
      int number,
      double gpsStart,
      double[] samples,
      int gaps,
      QualityMask quality,
      QualityMask injections) {}

  private StrainFile(HdfTree file, String fileName) throws UnreadableFile {
    this.name = StrainName.of(fileName);
    this.issues = new ArrayList<>();
    if (!file.has(STRAIN)) {
      throw new UnreadableFile("the file has no " + STRAIN);
    }
    this.strain = file.numbers(STRAIN);
    if (strain.columns() != 1 || strain.rows() == 0) {
      throw new UnreadableFile(STRAIN + " is no row of samples");
    }
    if (strain.rows() > MOST_SAMPLES) {
      throw new UnreadableFile(STRAIN + " has more than " + MOST_SAMPLES + " samples");
    }
    this.start = start(file);
    this.rate = rate(file);
    checkLength(file);
    this.detector = detector(file);
    this.observatory = file.text("meta/Observatory");
    this.quality = mask(file, "quality/simple/DQmask", "quality/simple/DQShortnames", "dq_mask");
    this.injections =
        mask(
            file,
            "quality/injections/Injmask",
            "quality/injections/InjShortnames",
            "injection_mask");
    this.timingNote = timingNote(file, fileName);
    checkSamples();
  }

  /**
   * Opens a file and looks at every sample.
   *
   * @param bytes the whole file
   * @param fileName its name, which tells the release
   * @throws UnreadableFile saying what is wrong with it
   */
  public static StrainFile open(byte[] bytes, String fileName) throws UnreadableFile {
    return new StrainFile(HdfTree.open(bytes), fileName);
  }

  private static long start(HdfTree file) throws UnreadableFile {
    Double start = file.number(STRAIN, "Xstart");
    if (start == null) {
      throw new UnreadableFile(STRAIN + " does not state its start");
    }
    if (!(start > 0 && start < LATEST_GPS) || start != Math.rint(start)) {
      throw new UnreadableFile(STRAIN + " does not start at a whole second of GPS time");
    }
    Double stated = scalar(file, "meta/GPSstart");
    if (stated != null && !stated.equals(start)) {
      throw new UnreadableFile(STRAIN + " and meta/GPSstart state different starts");
    }
    return start.longValue();
  }

  private static int rate(HdfTree file) throws UnreadableFile {
    Double spacing = file.number(STRAIN, "Xspacing");
    if (spacing == null) {
      throw new UnreadableFile(STRAIN + " does not state its spacing");
    }
    double rate = Math.rint(1 / spacing);
    boolean usable = rate >= 1 && rate <= HIGHEST_RATE && Math.abs(rate * spacing - 1) < 1e-9;
    if (!usable) {
      throw new UnreadableFile(STRAIN + " has no whole number of samples a second");
    }
    return (int) rate;
  }

  private void checkLength(HdfTree file) throws UnreadableFile {
    Double points = file.number(STRAIN, "Npoints");
    if (points != null && points != strain.rows()) {
      throw new UnreadableFile(STRAIN + " has not as many samples as it states");
    }
    if (strain.rows() % rate != 0) {
      throw new UnreadableFile(STRAIN + " does not last whole seconds");
    }
    Double duration = scalar(file, "meta/Duration");
    if (duration != null && duration * rate != strain.rows()) {
      throw new UnreadableFile("the rate of " + STRAIN + " does not fit meta/Duration");
    }
  }

  private static Double scalar(HdfTree file, String path) throws UnreadableFile {
    return file.has(path) ? Double.valueOf(file.numbers(path).all(1)[0]) : null;
  }

  private String detector(HdfTree file) throws UnreadableFile {
    String stated = file.text("meta/Detector");
    String found = stated == null ? name.detector() : stated.strip();
    if (found == null || !DETECTOR.matcher(found).matches()) {
      throw new UnreadableFile("neither meta/Detector nor the name states a detector");
    }
    issues.addAll(name.differences(found, rate, start, seconds()));
    return found;
  }

  private QualityMask mask(HdfTree file, String path, String names, String column) {
    try {
      return QualityMask.read(file, path, names, start, seconds());
    } catch (UnreadableFile e) {
      issues.add(column + ": " + e.getMessage());
      return null;
    }
  }

  /**
   * GWOSC's own description of this release: the first version of the files around GW150914 at 4096
   * Hz was sampled down with a phase error; the signal comes 1.9 ms late in both detectors.
   */
  private String timingNote(HdfTree file, String fileName) throws UnreadableFile {
    boolean ofThatEvent = start <= GW150914 && GW150914 < start + seconds();
    if (!ofThatEvent || rate != WRONGLY_SAMPLED_HZ) {
      return null;
    }
    String description = file.text("meta/Description");
    boolean first =
        FIRST_VERSION.matcher(fileName.replace('_', ' ')).find()
            || (description != null && FIRST_VERSION.matcher(description).find());
    if (first) {
      return "version 1 of GW150914 at 4096 Hz: sampled down with a phase error, 1.9 ms late";
    }
    return name.revision() != null
        ? null
        : "GW150914 at 4096 Hz of an unknown version; the first one was sampled down with a phase"
            + " error";
  }

  private void checkSamples() throws UnreadableFile {
    int step = rate * Math.max(1, (1 << 18) / rate);
    long usable = 0;
    for (int from = 0; from < strain.rows(); from += step) {
      double[] samples = strain.rows(from, Math.min(step, strain.rows() - from));
      for (double sample : samples) {
        if (Double.isInfinite(sample)) {
          throw new UnreadableFile(STRAIN + " holds an infinity");
        }
        usable += Double.isNaN(sample) ? 0 : 1;
      }
    }
    if (usable == 0) {
      throw new UnreadableFile(STRAIN + " holds nothing but gaps");
    }
  }

  private int seconds() {
    return strain.rows() / rate;
  }

  /** Two characters: {@code H1}. */
  public String detector() {
    return detector;
  }

  /** Letter of the observatory, or null. */
  public String observatory() {
    return observatory;
  }

  /** GPS time of the first sample, in seconds. */
  public double gpsStart() {
    return start;
  }

  /** Samples per second. */
  public int rateHz() {
    return rate;
  }

  /** Number of samples. */
  public int samples() {
    return strain.rows();
  }

  /** Generation, run and revision as the name has them, or null. */
  public String release() {
    return name.release();
  }

  /** Why the times of the samples cannot be relied on; null when they can. */
  public String timingNote() {
    return timingNote;
  }

  /** What could not be read of it, and does not matter to the samples. */
  public List<String> issues() {
    return List.copyOf(issues);
  }

  /**
   * Number of segments that the file is cut into, on whole seconds.
   *
   * @param mostSamples samples that a segment may have
   */
  public int segments(int mostSamples) {
    return (seconds() + secondsEach(mostSamples) - 1) / secondsEach(mostSamples);
  }

  private int secondsEach(int mostSamples) {
    if (mostSamples < rate) {
      throw new IllegalArgumentException(
          "A segment holds a second at least, " + rate + " samples, not " + mostSamples);
    }
    return mostSamples / rate;
  }

  /** Reads one segment of those that {@link #segments} counts, from 0. */
  public Segment segment(int number, int mostSamples) throws UnreadableFile {
    int first = number * secondsEach(mostSamples);
    int length = Math.min(secondsEach(mostSamples), seconds() - first);
    double[] samples = strain.rows(first * rate, length * rate);
    int gaps = 0;
    for (double sample : samples) {
      gaps += Double.isNaN(sample) ? 1 : 0;
    }
    return new Segment(
        number,
        start + (double) first,
        samples,
        gaps,
        quality == null ? null : quality.part(first, length),
        injections == null ? null : injections.part(first, length));
  }
}
