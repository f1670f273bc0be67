package org.rudolphine.jobs.settings;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Folder;

/**
 * Finds a settings file by the name that {@code --settings} gives. On a cluster the file that a
 * user names may have been shipped: YARN, Kubernetes and client mode leave it in the working
 * directory, a standalone driver finds only where it came from.
 */
final class SettingsFiles {
  private static final List<String> SHIPPED = List.of("spark.files", "spark.yarn.dist.files");
  private static final String HADOOP = "spark.hadoop.";

  private final Path workingDirectory;
  private final Properties submitted;

  /**
   * Where to look.
   *
   * @param submitted what spark-submit was given, {@code spark.files} and so on
   */
  SettingsFiles(Path workingDirectory, Properties submitted) {
    this.workingDirectory = workingDirectory;
    this.submitted = submitted;
  }

  /** For this process. */
  static SettingsFiles here() {
    return new SettingsFiles(Path.of("").toAbsolutePath(), System.getProperties());
  }

  /**
   * Text of a settings file: of a path or URI; else of its last part in the working directory or
   * among the files that were given to spark-submit; else, for a name without folders, of the
   * folder {@code conf} in the jar.
   *
   * @throws SettingsException when it is in none of these places, naming them, or cannot be read
   */
  byte[] read(String name) {
    List<String> looked = new ArrayList<>();
    try {
      for (String place : places(name)) {
        looked.add(place);
        byte[] text = readIfThere(place);
        if (text != null) {
          return text;
        }
      }
      if (lastPart(name).equals(name)) {
        byte[] packed = packed(name);
        if (packed != null) {
          return packed;
        }
        looked.add("conf/" + name + " in the jar");
      }
    } catch (IOException | RuntimeException e) {
      throw new SettingsException("Settings file " + name + " cannot be read: " + e.getMessage());
    }
    throw new SettingsException(
        "Settings file " + name + " does not exist; looked for " + String.join(", ", looked));
  }

  private List<String> places(String name) {
    List<String> places = new ArrayList<>();
    places.add(isUri(name) ? name : workingDirectory.resolve(name).toString());
    String here = workingDirectory.resolve(lastPart(name)).toString();
    // Without spark-submit nothing was shipped, and a namesake would be another file.
    if (submitted.containsKey("spark.submit.deployMode") && !places.contains(here)) {
      places.add(here);
    }
    for (String property : SHIPPED) {
      for (String entry : submitted.getProperty(property, "").split(",")) {
        String file = entry.strip();
        if (!file.isEmpty() && shippedAs(file).equals(lastPart(name))) {
          places.add(file.replaceFirst("#[^#]*$", ""));
        }
      }
    }
    return places;
  }

  /** The name under which a file arrives: what stands after {@code #}, or its own. */
  private static String shippedAs(String entry) {
    int alias = entry.lastIndexOf('#');
    return lastPart(alias < 0 ? entry : entry.substring(alias + 1));
  }

  private static String lastPart(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static boolean isUri(String place) {
    return place.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  /** Bytes of a local path or of a URI, or null when nothing is there. */
  private byte[] readIfThere(String place) throws IOException {
    try {
      if (place.startsWith("file:")) {
        return Files.readAllBytes(Path.of(URI.create(place).getPath()));
      }
      if (!isUri(place)) {
        return Files.readAllBytes(Path.of(place));
      }
      int cut = place.lastIndexOf('/');
      Folder folder = Folder.open(place.substring(0, cut), hadoopSettings());
      String file = place.substring(cut + 1);
      return folder.exists(file) ? folder.read(file) : null;
    } catch (NoSuchFileException | FileNotFoundException | InvalidPathException e) {
      return null;
    }
  }

  private Map<String, String> hadoopSettings() {
    TreeMap<String, String> settings = new TreeMap<>();
    for (String name : submitted.stringPropertyNames()) {
      if (name.startsWith(HADOOP)) {
        settings.put(name.substring(HADOOP.length()), submitted.getProperty(name));
      }
    }
    return settings;
  }

  private static byte[] packed(String name) throws IOException {
    try (InputStream in =
        SettingsFiles.class.getClassLoader().getResourceAsStream("conf/" + name)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
