package org.rudolphine.transform.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Lists the schema resources, in a folder of classes as well as in a jar. */
final class SchemaResources {
  private static final String SUFFIX = ".json";

  private SchemaResources() {}

  /**
   * Names of the tables that lie beside a resource, sorted. What starts with {@code _} is shared by
   * tables and is none itself.
   *
   * @param neighbour URL of any file in the folder of schemas
   */
  static List<String> tablesBeside(URL neighbour) {
    try (Stream<String> files = filesBeside(neighbour)) {
      return files
          .filter(file -> file.endsWith(SUFFIX) && !file.startsWith("_"))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Schema resources beside " + neighbour, e);
    }
  }

  private static Stream<String> filesBeside(URL neighbour) throws IOException {
    return switch (neighbour.getProtocol()) {
      case "file" -> filesInFolder(Path.of(URI.create(neighbour.toString())).getParent());
      case "jar" -> filesInJar((JarURLConnection) neighbour.openConnection());
      default -> throw new IOException("cannot list a folder behind " + neighbour.getProtocol());
    };
  }

  private static Stream<String> filesInFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  private static Stream<String> filesInJar(JarURLConnection connection) throws IOException {
    String neighbour = connection.getEntryName();
    String folder = neighbour.substring(0, neighbour.lastIndexOf('/') + 1);
    // The class loader keeps its own handle on the jar: ours must not be the shared, cached one.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(folder))
          .map(name -> name.substring(folder.length()))
          .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
          .toList()
          .stream();
    }
  }
}
