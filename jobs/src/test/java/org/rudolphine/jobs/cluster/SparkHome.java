package org.rudolphine.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder as a Spark distribution has it, with links to the jars that Maven resolved. The
 * product's jar is not among them: it comes by being submitted, as on any cluster.
 */
final class SparkHome {
  private static final Path JOBS = Path.of(System.getProperty("rudolphine.root"), "jobs");

  /** What Spark does not bring: the product's jar has to. */
  private static final List<String> OURS =
      List.of(
          "failsafe-",
          "picocli-",
          "jackson-dataformat-yaml-",
          "snakeyaml-",
          "jhdf-",
          "JTransforms-",
          "JLargeArrays-");

  private final Path folder;

  private SparkHome(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays the links.
   *
   * @param further parts of the paths of further jars, which the class path of the tests has
   */
  static SparkHome in(Path folder, List<String> further) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Files.createDirectories(folder.resolve("conf"));
    List<String> all = new ArrayList<>(paths(Files.readString(runtimeClasspath()).trim()));
    for (String part : further) {
      List<String> found =
          testClasspath().stream().filter(p -> p.endsWith(".jar") && p.contains(part)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("No jar of the tests has " + part + " in its path");
      }
      all.addAll(found);
    }
    all.removeIf(jar -> OURS.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith));
    for (String jar : all) {
      Path link = jars.resolve(Path.of(jar).getFileName());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of(jar));
      }
    }
    return new SparkHome(folder);
  }

  /** What {@code mvn package} makes. */
  static Path productJar() {
    return JOBS.resolve("target").resolve("rudolphine.jar");
  }

  private static Path runtimeClasspath() {
    return JOBS.resolve("target").resolve("runtime.classpath");
  }

  private static List<String> testClasspath() {
    return paths(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  private static List<String> paths(String classpath) {
    return List.of(classpath.split(File.pathSeparator));
  }

  /** Takes the links away again: a test folder that is removed warns about every one. */
  void close() throws IOException {
    Path jars = folder.resolve("jars");
    try (DirectoryStream<Path> links = Files.newDirectoryStream(jars)) {
      for (Path link : links) {
        Files.delete(link);
      }
    }
  }

  /** A JVM with a class of Spark in it, started as Spark's own scripts do. */
  ProcessBuilder java(List<String> options, List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : System.getProperty("rudolphine.jvm").trim().split("\\s+")) {
      if (!option.startsWith("-Xmx")) {
        command.add(option);
      }
    }
    command.addAll(options);
    command.add("-cp");
    command.add(folder.resolve("conf") + File.pathSeparator + folder.resolve("jars") + "/*");
    command.addAll(mainAndArguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                folder.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1"));
    return builder;
  }
}
