package org.rudolphine.transform.waveform;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * A file of waveforms in one of the layouts that are known here, recognised by what is in it:
 *
 * <ul>
 *   <li>{@code gwosc_text}: two columns, time in s and the strain in one detector
 *   <li>{@code gwosc_template}: HDF5 with {@code template} (2, N), plus and cross, and attributes
 *       of {@code meta}
 *   <li>{@code sxs_extrapolated}: HDF5 with groups {@code Extrapolated_N2.dir}, …, {@code
 *       OutermostExtraction.dir}, in each {@code Y_l2_m2.dat} (N, 3): t/M, Re and Im of r h/M
 *   <li>{@code lvcnr}: HDF5 with splines {@code amp_l2_m2} and {@code phase_l2_m2} in t/M, Schmidt,
 *       Harry and Pfeiffer, arXiv:1703.01076
 *   <li>{@code sxs_rpdmb}: HDF5 of the third SXS catalog, of which the metadata are read only
 * </ul>
 *
 * Real and imaginary parts are those of the file: a mode is re + i im, and the polarisations follow
 * from h+ − i hx = sum of the modes times harmonics of spin weight −2. Generations of the SXS
 * catalog differ by an overall sign.
 *
 * @param format one of these names
 * @param timeUnit {@code M} or {@code s}
 * @param amplitudeUnit {@code rh/M} or {@code strain}
 * @param eventName event that it was made for, or null
 * @param totalMassDetectorMsun total mass in the detector frame, or null
 * @param samples number of samples that the file states; of a form that is not decoded
 * @param note what a reader has to know, or null
 * @param waveforms what was read
 * @param simulation attributes that describe the simulation, texts and numbers by name
 */
public record WaveformFile(
    String format,
    String timeUnit,
    String amplitudeUnit,
    String eventName,
    Double totalMassDetectorMsun,
    Long samples,
    String note,
    List<Waveform> waveforms,
    Map<String, Object> simulation) {
  static final String MASSES = "M";
  static final String SECONDS = "s";
  static final String RH_OVER_M = "rh/M";
  static final String STRAIN = "strain";

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final Pattern PSI4 = Pattern.compile("(?i).*psi4.*");

  public WaveformFile {
    waveforms = List.copyOf(waveforms);
    simulation = Map.copyOf(simulation);
  }

  /**
   * Reads a file.
   *
   * @param bytes the whole file
   * @param fileName its name, which may tell event and extrapolation
   * @param modes modes to read where a file has several: {@code l2_m2}, …
   * @throws UnreadableFile saying what is wrong with it
   */
  public static WaveformFile read(byte[] bytes, String fileName, List<String> modes)
      throws UnreadableFile {
    if (!isHdf5(bytes)) {
      return GwoscText.read(bytes, fileName);
    }
    if (PSI4.matcher(fileName).matches()) {
      throw new UnreadableFile("the name of the file says that it holds Psi4 and no strain");
    }
    HdfTree file = HdfTree.open(bytes);
    if (file.text("", SxsCompressed.FORMAT) != null) {
      return SxsCompressed.read(file, fileName);
    }
    if (file.has(GwoscTemplate.TEMPLATE)) {
      return GwoscTemplate.read(file, fileName);
    }
    List<String> names = file.names("");
    if (names.stream().anyMatch(Lvcnr::isPart)) {
      return Lvcnr.read(file, modes);
    }
    if (names.stream().anyMatch(SxsExtrapolated::isPart)) {
      return SxsExtrapolated.read(file, modes);
    }
    throw new UnreadableFile("the file has none of the layouts of waveforms that are known here");
  }

  private static boolean isHdf5(byte[] bytes) {
    for (int i = 0; i < HDF5.length; i++) {
      if (i >= bytes.length || bytes[i] != HDF5[i]) {
        return false;
      }
    }
    return true;
  }
}
