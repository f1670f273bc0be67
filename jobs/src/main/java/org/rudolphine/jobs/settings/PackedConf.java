package org.rudolphine.jobs.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The settings that are packed with the code, as the folder {@code conf} of the class path. Sources
 * are found by listing {@code conf/sources}: a new source is a new file, in whichever jar or folder
 * of the class path it stands.
 */
final class PackedConf {
  private static final String SOURCES = "conf/sources/";

  private PackedConf() {}

  static List<YamlFile> defaults() throws IOException {
    List<YamlFile> files = new ArrayList<>();
    files.add(read("conf/rudolphine.yaml", ""));
    files.add(read("conf/link.yaml", "link"));
    for (String name : sourceFiles()) {
      String id = name.substring(0, name.length() - ".yaml".length());
      files.add(read(SOURCES + name, "sources." + id));
    }
    return files;
  }

  private static YamlFile read(String resource, String prefix) throws IOException {
    try (InputStream in = loader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The code was packed without " + resource);
      }
      return YamlFile.read(resource, in, prefix);
    }
  }

  private static Set<String> sourceFiles() throws IOException {
    Set<String> names = new TreeSet<>();
    for (URL folder : Collections.list(loader().getResources(SOURCES))) {
      if ("jar".equals(folder.getProtocol())) {
        JarURLConnection connection = (JarURLConnection) folder.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
          jar.stream().map(JarEntry::getName).forEach(name -> addSource(names, name));
        }
      } else {
        try (Stream<Path> children = Files.list(Path.of(toUri(folder)))) {
          children.forEach(child -> addSource(names, SOURCES + child.getFileName()));
        }
      }
    }
    return names;
  }

  private static void addSource(Set<String> names, String path) {
    String name = path.startsWith(SOURCES) ? path.substring(SOURCES.length()) : "";
    if (name.endsWith(".yaml") && name.indexOf('/') < 0) {
      names.add(name);
    }
  }

  private static URI toUri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Class path entry " + url, e);
    }
  }

  private static ClassLoader loader() {
    return PackedConf.class.getClassLoader();
  }
}
