package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs that are imported: the same bytes in two of them, and a file that cannot be read. */
class SharedFileTest {
  private static final String WAVEFORMS =
      "select source, simulation_id, mode from nr_waveforms order by mode";

  @TempDir Path folder;
  private Cli cli;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  /** A mode as splines of degree 1, as the exchange format of catalogs has it; synthetic. */
  private static void writeWaveform(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (String part : new String[] {"amp_l2_m2", "phase_l2_m2"}) {
        WritableGroup spline = hdf.putGroup(part);
        spline.putDataset("X", new double[] {-10, 0, 10});
        spline.putDataset("Y", new double[] {0.1, 0.2, 0.3});
        spline.putDataset("deg", 1L);
      }
      hdf.putAttribute("Format", 1L);
    }
  }

  private String result(String... args) {
    Cli.Result result = cli.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out() + result.err();
  }

  @Test
  void sameBytesAreRowsOfOneSourceWhicheverCameFirst() throws IOException {
    cli = Cli.on(folder.resolve("lake"));
    Path rit = folder.resolve("ExtrapStrain_RIT-BBH-0001-n100.h5");
    Path maya = Files.createDirectory(folder.resolve("maya"));
    writeWaveform(rit);
    Files.copy(rit, maya.resolve("GT0001.h5"));
    Files.write(maya.resolve("GT0002.h5"), new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10});

    result("import", "rit", rit.toString());
    result("normalize");
    assertThat(result("query", "--format", "csv", WAVEFORMS)).contains("rit,RIT:BBH:0001,l2_m2");

    result("import", "maya", maya.toString());
    assertThat(result("normalize"))
        .contains("came by the sources maya, rit: its rows in nr_waveforms are those of maya");
    assertThat(result("query", "--format", "csv", WAVEFORMS))
        .contains("maya,GT0001,l2_m2")
        .doesNotContain("RIT:BBH:0001");
    assertThat(result("query", "--format", "csv", "select source, native_id, reason from rejects"))
        .contains("maya,GT0002.h5,the file is no HDF5 file");

    assertThat(result("normalize", "--rebuild")).contains("nothing new: no table has changed");
  }
}
