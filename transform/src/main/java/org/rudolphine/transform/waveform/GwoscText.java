package org.rudolphine.transform.waveform;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.UnreadableFile;

/** Text of two columns, time in s and strain, as GWOSC has it beside its first event. */
final class GwoscText {
  private static final int MOST_ROWS = 4_000_000;
  private static final int LONGEST_LINE = 1000;
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private double[] time = new double[4096];
  private double[] strain = new double[4096];
  private int rows;

  private GwoscText() {}

  static WaveformFile read(byte[] bytes, String fileName) throws UnreadableFile {
    checkLines(bytes);
    GwoscText text = new GwoscText();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.add(line);
      }
    } catch (UnreadableFile e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableFile("the file is no text", e);
    }
    return text.file(fileName);
  }

  /** A line is held in memory whole, and a file may be one line. */
  private static void checkLines(byte[] bytes) throws UnreadableFile {
    int length = 0;
    for (byte b : bytes) {
      length = b == '\n' || b == '\r' ? 0 : length + 1;
      if (length > LONGEST_LINE) {
        throw new UnreadableFile(
            "the file is no text of two columns: it has a line of more than "
                + LONGEST_LINE
                + " bytes");
      }
    }
  }

  private void add(String line) throws UnreadableFile {
    String plain = line.strip();
    if (plain.isEmpty() || plain.startsWith("#")) {
      return;
    }
    String[] cells = SEPARATOR.split(plain);
    boolean twoNumbers =
        cells.length == 2 && Arrays.stream(cells).allMatch(NUMBER.asMatchPredicate());
    if (!twoNumbers) {
      throw new UnreadableFile("the file is neither HDF5 nor a text of two columns of numbers");
    }
    if (rows == MOST_ROWS) {
      throw new UnreadableFile("the file has more than " + MOST_ROWS + " rows");
    }
    if (rows == time.length) {
      time = Arrays.copyOf(time, 2 * rows);
      strain = Arrays.copyOf(strain, 2 * rows);
    }
    time[rows] = Double.parseDouble(cells[0]);
    strain[rows++] = Double.parseDouble(cells[1]);
  }

  private WaveformFile file(String fileName) throws UnreadableFile {
    Waveform projected =
        new Waveform(
            "projected",
            Waveform.NO_ORDER,
            Arrays.copyOf(time, rows),
            Arrays.copyOf(strain, rows),
            null);
    return new WaveformFile(
        "gwosc_text",
        WaveformFile.SECONDS,
        WaveformFile.STRAIN,
        EventInName.of(fileName),
        null,
        (long) rows,
        "scaled to the event and projected onto a detector: one real polarisation",
        List.of(projected.checked("the text")),
        Map.of());
  }
}
