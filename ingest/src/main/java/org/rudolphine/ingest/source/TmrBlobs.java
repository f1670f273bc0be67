package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Paths with the ids of their blobs, as manifests and units carry them: a line for each file. */
final class TmrBlobs {
  private static final int ID_LENGTH = 40;

  private TmrBlobs() {}

  /** Lines of id, blank and path, sorted by path. */
  static String pack(Map<String, String> idsByPath) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(idsByPath)
        .forEach((path, id) -> lines.append(id).append(' ').append(path).append('\n'));
    return lines.toString();
  }

  /** What {@link #pack} gave; empty for null. */
  static SortedMap<String, String> unpack(String lines) {
    if (lines == null) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, String> idsByPath = new TreeMap<>();
    lines
        .lines()
        .forEach(
            line -> idsByPath.put(line.substring(ID_LENGTH + 1), line.substring(0, ID_LENGTH)));
    return idsByPath;
  }

  /** Whether a path can stand on a line. */
  static void requireOneLine(String path) throws IOException {
    if (path.chars().anyMatch(c -> c < ' ')) {
      throw new IOException("The path of a file holds a control character: " + path);
    }
  }
}
