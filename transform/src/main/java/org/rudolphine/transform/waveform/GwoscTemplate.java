package org.rudolphine.transform.waveform;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.transform.hdf.HdfNumbers;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/** HDF5 template of GWOSC's tutorial: plus and cross polarisation, masses in the detector frame. */
final class GwoscTemplate {
  static final String TEMPLATE = "template";
  private static final String META = "meta";
  private static final int MOST_SAMPLES = 1 << 23;
  private static final double HIGHEST_RATE = 1 << 17;

  private GwoscTemplate() {}

  static WaveformFile read(HdfTree file, String fileName) throws UnreadableFile {
    HdfNumbers template = file.numbers(TEMPLATE);
    if (template.rows() != 2) {
      throw new UnreadableFile(TEMPLATE + " has not two rows, plus and cross");
    }
    if (template.columns() > MOST_SAMPLES) {
      throw new UnreadableFile(TEMPLATE + " has more than " + MOST_SAMPLES + " samples");
    }
    Double rate = file.has(META) ? file.number(META, "fs") : null;
    if (rate == null || !(rate > 0 && rate <= HIGHEST_RATE)) {
      throw new UnreadableFile("the file states no usable rate, the attribute fs of " + META);
    }
    int samples = template.columns();
    double[] both = template.all(2 * MOST_SAMPLES);
    double[] time = new double[samples];
    for (int i = 0; i < samples; i++) {
      time[i] = i / rate;
    }
    Waveform waveform =
        new Waveform(
            "plus_cross",
            Waveform.NO_ORDER,
            time,
            Arrays.copyOfRange(both, 0, samples),
            Arrays.copyOfRange(both, samples, 2 * samples));
    Double mass1 = HdfTree.orNull(() -> file.number(META, "m1"));
    Double mass2 = HdfTree.orNull(() -> file.number(META, "m2"));
    boolean masses = mass1 != null && mass2 != null && mass1 > 0 && mass2 > 0;
    String event = HdfTree.orNull(() -> file.text(META, "eventname"));
    String named = event == null ? null : EventInName.of(event);
    return new WaveformFile(
        "gwosc_template",
        WaveformFile.SECONDS,
        WaveformFile.STRAIN,
        named == null ? EventInName.of(fileName) : named,
        masses ? Double.valueOf(mass1 + mass2) : null,
        (long) samples,
        note(file),
        List.of(waveform.checked(TEMPLATE)),
        Map.of());
  }

  private static String note(HdfTree file) {
    Map<String, String> said = new TreeMap<>();
    for (String name : List.of("m1", "m2", "a1", "a2", "fmin")) {
      Double number = HdfTree.orNull(() -> file.number(META, name));
      if (number != null && Double.isFinite(number)) {
        said.put(name, number.toString());
      }
    }
    String model = HdfTree.orNull(() -> file.text(META, "approx"));
    if (model != null) {
      said.put("approx", model.length() > 100 ? model.substring(0, 100) : model);
    }
    StringBuilder note = new StringBuilder("template of a model, amplitude as for 1 Mpc");
    said.forEach((name, value) -> note.append("; ").append(name).append(' ').append(value));
    return note.toString();
  }
}
