package org.rudolphine.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.jobs.settings.Settings;

/** The files that schedulers read: each is what its scheduler takes, and all say the same. */
class ScheduleFilesTest {
  private static final String LAUNCHER = "/opt/rudolphine/bin/rudolphine";
  private static final String COMMAND = LAUNCHER + " nightly --settings /etc/rudolphine/site.yaml";

  private final Path root = Path.of(System.getProperty("rudolphine.root"));
  private final Path files = root.resolve("conf/schedule");

  @TempDir Path folder;

  private String text(String file) throws IOException {
    return Files.readString(files.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rudolphine-nightly.service",
        "crontab",
        "airflow_dag.py",
        "kubernetes-cronjob.yaml"
      })
  void sayHowTheyHandleLockAndExitCodes(String file) throws IOException {
    assertThat(text(file)).contains("Lock: ").containsIgnoringCase("exit code");
    String words = text(file).replaceAll("[\\[\\]\",]", " ").replaceAll(" +", " ");
    assertThat(words).contains(COMMAND);
  }

  @Test
  void systemdTakesItsUnits() throws Exception {
    assumeTrue(isThere("systemd-analyze", "--version"), "systemd-analyze is not on this machine");
    try (Stream<Path> units = Files.list(files)) {
      for (Path unit : units.filter(f -> f.toString().matches(".*\\.(service|timer)")).toList()) {
        // What is not installed here would be a finding of its own.
        String here = Files.readString(unit).replace("/opt/rudolphine", root.toString());
        Files.writeString(folder.resolve(unit.getFileName()), here);
      }
    }
    for (String unit : List.of("rudolphine-nightly.timer", "rudolphine-alert@.service")) {
      Ended verified =
          run(Map.of("SYSTEMD_UNIT_PATH", folder + ":"), "systemd-analyze", "verify", unit);
      assertThat(verified).as(unit).isEqualTo(new Ended(0, ""));
    }
    Ended service =
        run(Map.of(), "systemd-analyze", "verify", folder + "/rudolphine-nightly.service");
    assertThat(service).isEqualTo(new Ended(0, ""));
  }

  @Test
  void systemdTakesNothingForSuccessButTheLockAndAnEndThatWasAskedFor() throws IOException {
    Map<String, String> service = new HashMap<>();
    text("rudolphine-nightly.service")
        .lines()
        .filter(line -> line.contains("=") && !line.startsWith("#"))
        .forEach(line -> service.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    int terminated = 128 + 15;
    assertThat(service)
        .containsEntry("SuccessExitStatus", ExitCode.LOCKED + " " + terminated)
        .containsEntry("KillSignal", "SIGTERM")
        .containsEntry("Restart", "no");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void cronMailsWhatSomebodyShouldSee(int code) throws Exception {
    Path launcher = Files.writeString(folder.resolve("launcher"), "echo ran \"$@\"; exit " + code);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    String line = text("crontab").lines().filter(l -> l.matches("\\d.*")).findFirst().orElseThrow();
    String[] fields = line.split(" ", 6);
    assertThat(List.of(fields).subList(0, 5)).containsExactly("30", "4", "*", "*", "*");
    String shell = fields[5].replace("\\%", "\u0000");
    assertThat(shell).as("cron ends the command at a bare %").doesNotContain("%");
    String command =
        shell
            .replace("\u0000", "%")
            .replace(LAUNCHER, "sh " + launcher)
            .replace("/var/log/rudolphine", folder.toString());

    Ended mail = run(Map.of(), "/bin/sh", "-c", command);

    if (code == 0 || code == ExitCode.LOCKED) {
      assertThat(mail).isEqualTo(new Ended(0, ""));
    } else {
      assertThat(mail.output()).contains("exit code " + code, "ran nightly --settings");
    }
    try (Stream<Path> logs = Files.list(folder)) {
      assertThat(logs.map(f -> f.getFileName().toString()))
          .anyMatch(name -> name.matches("nightly-20\\d{6}\\.log"));
    }
  }

  /** Airflow itself is no dependency of this build: what the file asks of it is written down. */
  @Test
  void airflowSkipsOnTheLockAndRetriesNothing() throws Exception {
    assumeTrue(isThere("python3", "--version"), "python3 is not on this machine");
    String recorder =
        """
        asked = {}
        class Recorder:
            def __init__(self, **given): asked.update(given)
            def __enter__(self): return self
            def __exit__(self, *ignored): return False
        """;
    Path airflow = Files.createDirectories(folder.resolve("airflow"));
    Path operators = Files.createDirectories(airflow.resolve("operators"));
    Files.writeString(airflow.resolve("__init__.py"), recorder + "DAG = Recorder\n");
    Files.writeString(operators.resolve("__init__.py"), "");
    Files.writeString(
        operators.resolve("bash.py"), "from airflow import Recorder\nBashOperator = Recorder\n");
    Files.copy(files.resolve("airflow_dag.py"), folder.resolve("dag.py"));

    Ended printed =
        run(
            Map.of("PYTHONPATH", folder.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
            "python3",
            "-c",
            "import dag, airflow, json; print(json.dumps(airflow.asked, default=str))");

    assertThat(printed.code()).as(printed.output()).isZero();
    JsonNode asked = new ObjectMapper().readTree(printed.output());
    assertThat(asked.get("skip_on_exit_code").asInt()).isEqualTo(ExitCode.LOCKED);
    assertThat(asked.get("retries").asInt()).isZero();
    assertThat(asked.get("max_active_runs").asInt()).isEqualTo(1);
    assertThat(asked.get("schedule").asText()).isEqualTo("30 4 * * *");
    assertThat(asked.get("bash_command").asText()).isEqualTo("exec " + COMMAND);
  }

  @Test
  void kubernetesTriesAgainForTheLockOnly() throws IOException {
    JsonNode job = cronJob().at("/spec/jobTemplate/spec");
    JsonNode rules = job.at("/podFailurePolicy/rules");
    assertThat(rules.get(0).at("/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
    assertThat(rules.get(0).get("action").asText()).isEqualTo("Ignore");
    assertThat(action(rules, ExitCode.LOCKED)).isEqualTo("Count");
    for (int code : List.of(1, 2, 3, 5, 137, 143)) {
      assertThat(action(rules, code)).as("exit code %s", code).isEqualTo("FailJob");
    }
    // The pauses between tries are 10 s, 20 s, and so on; a dead pod's lease lives for minutes.
    assertThat(10 * ((1 << job.get("backoffLimit").asInt()) - 1)).isGreaterThan(600);
    assertThat(job.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");
    assertThat(cronJob().at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
  }

  /** What the first rule that fits says, as Kubernetes reads them. */
  private static String action(JsonNode rules, int code) {
    for (JsonNode rule : rules) {
      JsonNode codes = rule.get("onExitCodes");
      if (codes != null) {
        boolean named = false;
        for (JsonNode value : codes.get("values")) {
          named |= value.asInt() == code;
        }
        if (named == codes.get("operator").asText().equals("In")) {
          return rule.get("action").asText();
        }
      }
    }
    return "Count";
  }

  @Test
  void kubernetesMountsWhatTheCommandReads() throws IOException {
    JsonNode pod = cronJob().at("/spec/jobTemplate/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    Map<String, String> mounts = new HashMap<>();
    container
        .get("volumeMounts")
        .forEach(m -> mounts.put(m.get("mountPath").asText(), m.get("name").asText()));
    assertThat(mounts.keySet()).containsExactlyInAnyOrder("/etc/rudolphine", "/tmp", "/data");
    assertThat(pod.get("volumes"))
        .extracting(volume -> volume.get("name").asText())
        .containsExactlyInAnyOrderElementsOf(mounts.values());

    String site = documents().get(0).at("/data/site.yaml").asText();
    Path file = Files.writeString(folder.resolve("site.yaml"), site);
    assertThat(Settings.load(List.of(file.toString()), List.of()).text("lake"))
        .isEqualTo("file:///data/lake");
  }

  @Test
  void settingsOfTheGuideAreSettings() throws IOException {
    String guide = text("README.md");
    String yaml = guide.substring(guide.indexOf("```yaml\n") + 8);
    Path file = Files.writeString(folder.resolve("s.yaml"), yaml.substring(0, yaml.indexOf("```")));
    assertThat(Settings.load(List.of(file.toString()), List.of()).text("lake")).startsWith("file:");
  }

  private JsonNode cronJob() throws IOException {
    return documents().get(1);
  }

  private List<JsonNode> documents() throws IOException {
    YAMLFactory strict =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper(strict)
            .readerFor(JsonNode.class)
            .readValues(files.resolve("kubernetes-cronjob.yaml").toFile())) {
      return documents.readAll();
    }
  }

  /** How a command ended, and all that it printed. */
  private record Ended(int code, String output) {}

  private boolean isThere(String... command) throws InterruptedException {
    try {
      return run(Map.of(), command).code() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private Ended run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.directory(folder.toFile()).environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, UTF_8));
  }
}
