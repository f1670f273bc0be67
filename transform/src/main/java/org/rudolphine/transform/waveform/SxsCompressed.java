package org.rudolphine.transform.waveform;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * The compressed form of the third SXS catalog: bits of differences in a corotating frame, shuffled
 * and packed. Decoding needs the inverse of all that and a rotation of the modes; it is left to the
 * project that defines it, and only what the attributes say is read here.
 */
final class SxsCompressed {
  static final String FORMAT = "sxs_format";
  private static final Pattern ORDER = Pattern.compile("(?<![A-Za-z0-9])N\\d(?![0-9])");

  private SxsCompressed() {}

  static WaveformFile read(HdfTree file, String fileName) throws UnreadableFile {
    Double samples = file.number("", "n_times");
    if (samples == null || !(samples >= 1 && samples <= Integer.MAX_VALUE)) {
      throw new UnreadableFile("the file states no usable number of samples, n_times");
    }
    Matcher order = ORDER.matcher(fileName.replace('_', ' '));
    String extrapolation = order.find() ? order.group() : Waveform.NO_ORDER;
    return new WaveformFile(
        "sxs_rpdmb",
        WaveformFile.MASSES,
        WaveformFile.RH_OVER_M,
        null,
        null,
        samples.longValue(),
        note(file),
        List.of(new Waveform(Waveform.ALL, extrapolation, null, null, null)),
        Map.of());
  }

  private static String note(HdfTree file) throws UnreadableFile {
    String format = file.text("", FORMAT);
    Double least = file.number("", "ell_min");
    Double most = file.number("", "ell_max");
    String modes =
        least == null || most == null
            ? ""
            : ", modes l = " + least.intValue() + " to " + most.intValue();
    return "metadata only: compressed as "
        + (format.length() > 100 ? format.substring(0, 100) : format)
        + modes
        + ", which the Python package sxs decodes";
  }
}
