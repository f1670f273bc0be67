package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.UnusableAsset;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.hdf.UnreadableFile;
import org.rudolphine.transform.strain.QualityMask;
import org.rudolphine.transform.strain.StrainFile;
import org.rudolphine.transform.waveform.Waveform;
import org.rudolphine.transform.waveform.WaveformFile;

/** Rows of {@code strain_segments} and {@code nr_waveforms} from files in the lake. */
final class LakeFiles {
  static final String SEGMENTS = "strain_segments";
  static final String WAVEFORMS = "nr_waveforms";

  /** Most samples in a row of strain. */
  static final String CHUNK_SETTING = "chunk-samples";

  /** Modes that are read of files with several. */
  static final String MODES_SETTING = "waveform-modes";

  private static final int DEFAULT_CHUNK = 1_000_000;
  private static final List<String> DEFAULT_MODES = List.of("l2_m2", "l2_m-2");
  private static final Pattern MODE_SETTING = Pattern.compile("l\\d{1,2}_m-?\\d{1,2}");
  private static final Pattern MODE = Pattern.compile("l(\\d{1,2})_m(-?\\d{1,2})");
  private static final Pattern LEVEL =
      Pattern.compile("(?<![A-Za-z0-9])(?:Lev|Res)(-?\\d{1,2})(?!\\d)");

  /** 4096 s at 16384 Hz have 537 MB before compression; a task holds up to three times the file. */
  private static final long MOST_BYTES = 600L << 20;

  private LakeFiles() {}

  /** The setting, or a million; a second at the highest rate has to fit. */
  static int chunkSamples(SourceSettings settings) {
    long samples = settings.has(CHUNK_SETTING) ? settings.integer(CHUNK_SETTING) : DEFAULT_CHUNK;
    if (samples < StrainFile.HIGHEST_RATE || samples > DEFAULT_CHUNK) {
      throw new IllegalArgumentException(
          CHUNK_SETTING
              + " is "
              + samples
              + ", not "
              + StrainFile.HIGHEST_RATE
              + " to "
              + DEFAULT_CHUNK);
    }
    return (int) samples;
  }

  /** The setting, or the two quadrupole modes, which carry most of the signal. */
  static List<String> modes(SourceSettings settings) {
    List<String> modes =
        settings.has(MODES_SETTING) ? settings.texts(MODES_SETTING) : DEFAULT_MODES;
    for (String mode : modes) {
      if (!MODE_SETTING.matcher(mode).matches()) {
        throw new IllegalArgumentException(
            MODES_SETTING + " names modes as l2_m2 or l2_m-2, not as " + mode);
      }
    }
    return List.copyOf(modes);
  }

  private interface Reading<T> {
    T of(byte[] bytes, String name) throws UnreadableFile;
  }

  /** Reads the file that a record speaks of; null when the record had to be rejected. */
  private static <T> T read(
      RawRecord record, FileRecord file, Assets assets, RowSink sink, Reading<T> reading) {
    byte[] bytes;
    try {
      bytes = assets.bytes(file.asset().sha256(), MOST_BYTES);
    } catch (UnusableAsset e) {
      sink.reject(
          FileTables.REJECT_FIELD,
          "the file in the lake is missing, damaged or larger than " + MOST_BYTES + " bytes",
          e.getMessage());
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Asset " + file.asset().sha256() + " of " + record.source() + " cannot be read", e);
    }
    try {
      return reading.of(bytes, file.file());
    } catch (UnreadableFile e) {
      sink.reject(FileTables.REJECT_FIELD, e.getMessage(), file.file());
      return null;
    }
  }

  private static FileRecord record(RawRecord record, RowSink sink) {
    try {
      return FileRecord.of(record);
    } catch (IOException e) {
      sink.reject(FileTables.REJECT_FIELD, e.getMessage(), record.text());
      return null;
    }
  }

  // ---- strain ----------------------------------------------------------------------------------

  /** Gives a row for each segment, or rejects the record. */
  static void strain(RawRecord record, Assets assets, int chunkSamples, RowSink sink) {
    FileRecord said = record(record, sink);
    StrainFile file = said == null ? null : read(record, said, assets, sink, StrainFile::open);
    if (file == null) {
      return;
    }
    String sha256 = said.asset().sha256();
    for (int i = 0; i < file.segments(chunkSamples); i++) {
      int number = i;
      sink.row(
          SEGMENTS,
          sha256 + "|" + number,
          row -> {
            try {
              segment(said, file, file.segment(number, chunkSamples), row);
            } catch (UnreadableFile e) {
              throw new IllegalStateException("What was readable before is not any more", e);
            }
          });
    }
  }

  private static void segment(
      FileRecord said, StrainFile file, StrainFile.Segment segment, RowBuilder row) {
    row.text(FileTables.KEY, said.asset().sha256())
        .whole("chunk", (long) segment.number())
        .text("file_name", said.file())
        .text("url", said.url())
        .text("detector", file.detector())
        .text("observatory", file.observatory())
        .text("release", file.release())
        .number("gps_start_s", segment.gpsStart())
        .number("sample_rate_hz", (double) file.rateHz())
        .whole("n_samples", (long) segment.samples().length)
        .numbers("strain", segment.samples())
        .whole("gap_samples", (long) segment.gaps())
        .number("file_gps_start_s", file.gpsStart())
        .whole("file_samples", (long) file.samples())
        .flag("timing_usable", file.timingNote() == null)
        .text("timing_note", file.timingNote());
    QualityMask quality = segment.quality();
    if (quality != null) {
      row.texts("dq_names", quality.names()).wholes("dq_mask", longs(quality.words()));
      seconds(row, "data_seconds", quality, "DATA");
      seconds(row, "cbc_cat1_seconds", quality, "CBC_CAT1");
      seconds(row, "cbc_cat2_seconds", quality, "CBC_CAT2");
      seconds(row, "cbc_cat3_seconds", quality, "CBC_CAT3");
      seconds(row, "burst_cat1_seconds", quality, "BURST_CAT1");
    }
    QualityMask injections = segment.injections();
    if (injections != null) {
      row.texts("injection_names", injections.names())
          .wholes("injection_mask", longs(injections.words()));
      seconds(row, "no_cbc_injection_seconds", injections, "NO_CBC_HW_INJ");
      seconds(row, "no_burst_injection_seconds", injections, "NO_BURST_HW_INJ");
    }
    file.issues().forEach(issue -> row.issue("strain", issue));
  }

  private static List<Long> longs(List<Integer> words) {
    return words.stream().map(Integer::longValue).toList();
  }

  private static void seconds(RowBuilder row, String column, QualityMask mask, String flag) {
    Integer seconds = mask.seconds(flag);
    row.whole(column, seconds == null ? null : Long.valueOf(seconds));
  }

  // ---- waveforms -------------------------------------------------------------------------------

  /**
   * Gives a row for each waveform, or rejects the record.
   *
   * @return what the file says; null when the record was rejected
   */
  static WaveformFile waveforms(RawRecord record, Assets assets, List<String> modes, RowSink sink) {
    FileRecord said = record(record, sink);
    WaveformFile file =
        said == null
            ? null
            : read(
                record, said, assets, sink, (bytes, name) -> WaveformFile.read(bytes, name, modes));
    if (file == null) {
      return null;
    }
    String sha256 = said.asset().sha256();
    for (Waveform waveform : file.waveforms()) {
      sink.row(
          WAVEFORMS,
          sha256 + "|" + waveform.mode() + "|" + waveform.order(),
          row -> waveform(said, file, waveform, row));
    }
    return file;
  }

  private static void waveform(
      FileRecord said, WaveformFile file, Waveform waveform, RowBuilder row) {
    row.text(FileTables.KEY, said.asset().sha256())
        .text("mode", waveform.mode())
        .text("extrapolation_order", waveform.order())
        .text("file_name", said.file())
        .text("url", said.url())
        .text("format", file.format())
        .text("simulation_id", SimulationNames.of(said, file))
        .whole("level", level(said))
        .text("event_name", file.eventName() == null ? said.text("event_name") : file.eventName())
        .text("time_unit", file.timeUnit())
        .numbers("time", waveform.time())
        .numbers("re", waveform.re())
        .numbers("im", waveform.im())
        .text("amplitude_unit", file.amplitudeUnit())
        .number("peak_time", waveform.peakTime())
        .number("start_frequency", waveform.startFrequency())
        .number("total_mass_detector_msun", file.totalMassDetectorMsun())
        .text("note", file.note());
    Matcher mode = MODE.matcher(waveform.mode());
    if (mode.matches()) {
      row.whole("ell", Long.valueOf(mode.group(1))).whole("m", Long.valueOf(mode.group(2)));
    }
    row.whole(
        "n_samples",
        waveform.time() == null ? file.samples() : (Long) (long) waveform.time().length);
  }

  private static Long level(FileRecord said) {
    Double stated = said.number("level");
    if (stated != null && stated == Math.rint(stated) && Math.abs(stated) < 100) {
      return stated.longValue();
    }
    Matcher level = LEVEL.matcher(SimulationNames.place(said).replace('_', ' '));
    return level.find() ? Long.valueOf(level.group(1)) : null;
  }
}
