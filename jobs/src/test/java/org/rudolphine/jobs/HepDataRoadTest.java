package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** Measured tables from harvest and import to links, and through a new version. */
class HepDataRoadTest {
  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void fromHarvestToLinksAndANewVersion() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server).set("sources.hepdata.records=[ins1887997,ins1810913]");
      done(cli, "harvest", "hepdata");
      done(cli, "normalize", "hepdata");
      done(cli, "link", "hepdata-theory");

      assertThat(
              rows(cli, "SELECT side, licence, count(*) n FROM series GROUP BY 1, 2 ORDER BY 1, 2"))
          .containsExactly(
              "experiment,CC-BY-4.0,1",
              "experiment,CC0-1.0,1",
              "simulation,CC-BY-4.0,1",
              "simulation,CC0-1.0,2",
              "theory,CC-BY-4.0,4",
              "unknown,CC0-1.0,1");
      assertThat(rows(cli, "SELECT native_id, reason FROM rejects WHERE source = 'hepdata'"))
          .containsExactly(
              "ins1810913/v1/SYNTHETIC without file,"
                  + "the submission names a data file that did not come with it");
      assertThat(
              rows(
                  cli,
                  "SELECT decision, count(*) n, sum(CASE WHEN licence LIKE 'CC-BY%' THEN 1 ELSE 0 END) b"
                      + " FROM links GROUP BY 1"))
          .containsExactly("accepted,6,5");
      assertThat(rows(cli, "SELECT provider FROM series WHERE side = 'experiment' ORDER BY 1"))
          .containsExactly("ATLAS", "CMS");

      Map<String, String> before = tables();
      done(cli, "harvest", "hepdata");
      done(cli, "normalize", "hepdata");
      done(cli, "link", "hepdata-theory");
      assertThat(tables()).isEqualTo(before);

      newVersion(server);
      done(cli, "harvest", "hepdata");
      done(cli, "normalize", "hepdata");
      done(cli, "link", "hepdata-theory");
      assertThat(
              rows(
                  cli,
                  "SELECT file_version, is_current, count(*) n, min(licence) l FROM series"
                      + " WHERE case_id = 'ins1887997' GROUP BY 1, 2 ORDER BY 1"))
          .containsExactly("v1,false,6,CC-BY-4.0", "v2,true,6,CC-BY-4.0");
      assertThat(rows(cli, "SELECT licence FROM series WHERE case_id = 'ins1810913'"))
          .containsOnly("CC0-1.0");
      assertThat(rows(cli, "SELECT left_id FROM links WHERE left_id LIKE '%ins1887997%'"))
          .hasSize(5)
          .allMatch(id -> id.startsWith("hepdata/ins1887997/v2/"));
      assertThat(
              rows(
                  cli,
                  "SELECT value[0] FROM series WHERE side = 'experiment' AND is_current"
                      + " AND case_id = 'ins1887997'"))
          .containsExactly("31.5");
    }
  }

  /** Versions of all tables but the record of runs. */
  private Map<String, String> tables() throws IOException {
    Map<String, String> tables = new TreeMap<>(Lake.at(folder).snapshot().tables());
    tables.remove("runs");
    return tables;
  }

  private static void newVersion(SampleServer server) {
    server.edit(
        data -> {
          int version =
              data.hepData().publish("ins1887997", LocalDateTime.of(2026, 11, 20, 8, 0, 0));
          Map<String, String> files = data.hepData().files("ins1887997", version);
          files.computeIfPresent("yy_xs.yaml", (name, text) -> text.replace("31.4", "31.5"));
        });
  }

  @Test
  void aFolderIsImportedOnceAndAFileOfItAgainWhenItsSubmissionChanges() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files/ins4242"));
    Files.writeString(
        files.resolve("submission.yaml"), "comment: c\n---\nname: T\ndata_file: t.yaml\n");
    Files.writeString(
        files.resolve("t.yaml"),
        "independent_variables: []\n"
            + "dependent_variables: [{header: {name: SIG, units: pb}, values: [{value: 1}]}]\n");
    Path lake = folder.resolve("lake");
    Cli cli = Cli.on(lake);
    String path = files.getParent().toString();

    assertThat(cli.run("import", "hepdata", path).out())
        .contains("imported 2 records from 2 files");
    assertThat(cli.run("import", "hepdata", path).out()).contains("imported 0 records");
    done(cli, "normalize", "hepdata");
    assertThat(rows(cli, "SELECT series_id, licence FROM series"))
        .containsExactly("hepdata/ins4242/v1/T|0|SIG,CC0-1.0");

    Files.writeString(
        files.resolve("submission.yaml"),
        "data_license: {name: cc-by-4.0}\n---\nname: T\ndata_file: t.yaml\n");
    assertThat(cli.run("import", "hepdata", path).out())
        .contains("imported 2 records from 2 files");
    done(cli, "normalize", "hepdata");
    assertThat(rows(cli, "SELECT revision, licence, redistribute FROM series"))
        .containsExactly("2,CC-BY-4.0,attribution");
  }

  private static void done(Cli cli, String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static List<String> rows(Cli cli, String sql) {
    Cli.Result result = cli.run("query", sql, "--format", "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().skip(1).toList();
  }
}
