package org.rudolphine.transform.normalize;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.transform.waveform.WaveformFile;

/** The simulation that a waveform file belongs to, as {@code nr_simulations} names it. */
final class SimulationNames {
  private static final Pattern SXS =
      Pattern.compile("(?<![A-Za-z0-9])SXS[:_-](BBH|BHNS|NSNS)[:_-](\\d{4,9})(?!\\d)");
  private static final Pattern RIT =
      Pattern.compile("(?<![A-Za-z0-9])RIT[:_-](e?BBH)[:_-](\\d{4,9})(?!\\d)");
  private static final Pattern MAYA =
      Pattern.compile("(?<![A-Za-z0-9])((?:GT|MAYA)\\d{4,9})(?![0-9A-Za-z])");

  private SimulationNames() {}

  /**
   * The simulation that name, path or address of a file state, else the one that its record states,
   * else the one that the file names itself; null when nothing does.
   */
  static String of(FileRecord said, WaveformFile file) {
    String stated = said.text("simulation_id");
    Map<String, Object> attributes = file.simulation();
    for (String text :
        new String[] {
          said.file(),
          stated == null ? "" : stated,
          place(said),
          String.valueOf(attributes.get("name")),
          String.valueOf(attributes.get("alternative-names"))
        }) {
      String found = in(text);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Everything that tells where the file lay. */
  static String place(FileRecord said) {
    String path = said.text("path");
    return said.file()
        + " "
        + (path == null ? "" : path)
        + " "
        + (said.url() == null ? "" : said.url());
  }

  /** First id in a text, in canonical form; null when there is none. */
  static String in(String text) {
    String plain = text.replace("%3A", ":");
    Matcher sxs = SXS.matcher(plain);
    if (sxs.find()) {
      return "SXS:" + sxs.group(1) + ":" + sxs.group(2);
    }
    Matcher rit = RIT.matcher(plain);
    if (rit.find()) {
      return "RIT:" + rit.group(1) + ":" + rit.group(2);
    }
    Matcher maya = MAYA.matcher(plain.replace('_', ' '));
    return maya.find() ? maya.group(1) : null;
  }
}
