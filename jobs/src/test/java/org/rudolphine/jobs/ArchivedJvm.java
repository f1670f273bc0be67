package org.rudolphine.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The product in processes of their own that start fast: an archive of loaded classes is made by
 * the first one that ends by itself. Such an archive takes jars only, so folders of classes are
 * packed.
 */
final class ArchivedJvm {
  private final List<String> command = new ArrayList<>();
  private final Path archive;

  private ArchivedJvm(Path folder) {
    this.archive = folder.resolve("classes.jsa");
  }

  /** Packs the classes of product and tests into a folder. */
  static ArchivedJvm in(Path folder) throws IOException {
    ArchivedJvm jvm = new ArchivedJvm(folder);
    jvm.command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvm.command.addAll(List.of(System.getProperty("rudolphine.jvm").trim().split("\\s+")));
    jvm.command.addAll(List.of("-Xmx1g", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=off"));
    jvm.command.addAll(List.of("-cp", String.join(":", jars(folder))));
    return jvm;
  }

  private static List<String> jars(Path folder) throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> jars = new ArrayList<>();
    for (String entry : path.split(":")) {
      Path place = Path.of(entry);
      if (Files.isRegularFile(place)) {
        jars.add(entry);
      } else if (Files.isDirectory(place)) {
        jars.add(pack(place, folder.resolve("classes-" + jars.size() + ".jar")).toString());
      }
    }
    return jars;
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> walk = Files.walk(classes)) {
      for (Path path : (Iterable<Path>) walk.skip(1)::iterator) {
        boolean isFolder = Files.isDirectory(path); // some are looked up by their name
        out.putNextEntry(new JarEntry(classes.relativize(path) + (isFolder ? "/" : "")));
        if (!isFolder) {
          Files.copy(path, out);
        }
        out.closeEntry();
      }
    }
    return jar;
  }

  /** The words of a command. */
  List<String> command(List<String> args) {
    List<String> all = new ArrayList<>(command);
    all.add(
        1,
        Files.exists(archive)
            ? "-XX:SharedArchiveFile=" + archive
            : "-XX:ArchiveClassesAtExit=" + archive);
    all.add("org.rudolphine.jobs.Rudolphine");
    all.addAll(args);
    return all;
  }

  /** Starts a command; what it says goes to the log. */
  Process start(Path log, List<String> args) throws IOException {
    return new ProcessBuilder(command(args))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
