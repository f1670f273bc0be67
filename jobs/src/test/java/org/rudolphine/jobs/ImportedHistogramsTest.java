package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of histograms and samples that come one after the other, and come again. */
class ImportedHistogramsTest {
  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  private static void write(Path file, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private Path histograms() throws IOException {
    Path files = Files.createDirectory(folder.resolve("histograms"));
    write(
        files.resolve("h4l-x.csv"),
        "sample,histogram,title,bin,bin_low,bin_high,content",
        "DoubleMu99,mass4mu_low,t,1,0,3,12",
        "DoubleMu99,mass4mu_low,t,2,3,6,0",
        "DoubleE99,mass4mu_low,t,1,0,3,1",
        "HZZ,mass4mu_low,t,1,0,3,100",
        "HZZ,mass4mu_low,t,3,6,inf,25",
        "ZZ,mass4mu_low,t,1,0,3,16",
        "ZZ,mass4mu_low,t,2,3,6,9");
    write(
        files.resolve("many.csv"),
        "Run,Event,pt1,eta1,phi1,pt2,eta2,phi2",
        "200000,1,45,0,0,45,0,3",
        "200000,2,45,0,0,45,0,2.9");
    Files.writeString(files.resolve("tree.root"), "root and no more");
    Files.writeString(files.resolve("notes.txt"), "nothing of ours");
    return files;
  }

  private Path samples() throws IOException {
    Path file = folder.resolve("h4l-x-samples.csv");
    write(
        file,
        "sample,kind,year,process,opendata_recids,cross_section_pb,extra_scale_factor,"
            + "generated_events,integrated_luminosity_pb-1",
        "DoubleMu99,data,1999,collisions,1,,,,1000",
        "DoubleE99,data,1999,collisions,2,,,,1000",
        "HZZ,simulation,1999,Higgs,3,0.01,,1000,1000",
        "ZZ,simulation,1999,ZZ->4mu,4,0.5,1.5,1500,1000");
    return file;
  }

  private static String run(Cli cli, String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return result.out();
  }

  private static String query(Cli cli, String sql) {
    return run(cli, "query", sql, "--format", "csv").strip();
  }

  @Test
  void factorsThatComeLaterGiveTheSameAsAllAtOnce() throws IOException {
    Cli cli =
        Cli.on(folder.resolve("lake")).set("sources.cernopendata.table-records=[\"h4l-x*=77\"]");
    Path histograms = histograms();
    assertThat(run(cli, "import", "cernopendata", histograms.toString()))
        .contains("imported 6 records from 3 files", "1 are not of source cernopendata");
    run(cli, "normalize", "cernopendata");
    run(cli, "link", "hep-distributions");
    assertThat(query(cli, "SELECT count(*) FROM series WHERE side <> 'unknown'")).endsWith("1");
    assertThat(query(cli, "SELECT count(*) FROM pairs")).endsWith("0");
    assertThat(query(cli, "SELECT reason, count(*) n FROM unmatched GROUP BY 1 ORDER BY 1"))
        .contains("\"no luminosity is known, so that no prediction can be weighted for it\",1")
        .endsWith("no sample tells whether it is of collisions or of a simulation,4");

    run(cli, "import", "cernopendata", samples().toString());
    run(cli, "normalize", "cernopendata");
    run(cli, "link", "hep-distributions");
    // Predicted 100 x 0.01 + 16 x 0.5 = 9, variance 100 x 0.01^2 + 16 x 0.5^2 = 4.01, observed 12;
    // 9 x 0.5 = 4.5, variance 9 x 0.5^2 = 2.25, observed 0:
    // 3^2 / (12 + 4.01) + 4.5^2 / (4.5 + 2.25)
    assertThat(query(cli, "SELECT round(chi2, 9) c, ndf FROM pairs")).endsWith("3.562148657,2");
    assertThat(
            query(
                cli,
                "SELECT decision, relation, count(*) n FROM links GROUP BY 1, 2 ORDER BY 1, 2"))
        .endsWith(
            "accepted,contributes,2\naccepted,same_observable,1\ncandidate,same_observable,1");

    String series = run(cli, "path", "series");
    String pairs = run(cli, "path", "pairs");
    assertThat(run(cli, "import", "cernopendata", histograms.toString()))
        .contains("3 files were imported before");
    run(cli, "normalize", "cernopendata");
    run(cli, "link", "hep-distributions");
    run(cli, "normalize", "cernopendata", "--rebuild");
    assertThat(run(cli, "path", "series")).isEqualTo(series);
    assertThat(run(cli, "path", "pairs")).isEqualTo(pairs);
  }
}
