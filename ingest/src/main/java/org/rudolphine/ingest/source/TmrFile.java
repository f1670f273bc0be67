package org.rudolphine.ingest.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.raw.PageRecord;

/**
 * A file of the repository that is kept, told by its path alone: a table ({@code .dat}, with what
 * was set aside: {@code .dat_old}), an input deck, or a Git-LFS pointer that was kept by that name.
 * Images, layouts, grids and archives are none of these.
 *
 * @param path path in the repository, with forward slashes
 * @param kind kind of its raw record
 * @param commit commit that the path itself names, or null
 */
record TmrFile(String path, String kind, String commit) {
  static final String TABLE = "table";
  static final String DECK = "deck";
  static final String POINTER = "lfs-pointer";

  private static final String POINTER_SUFFIX = ".lfs-pointer";
  private static final int LONGEST_PATH = 500;
  private static final Pattern ROOT =
      Pattern.compile("turbmodels(?:-(?:main|master|([0-9a-f]{7,40})))?/(.+)");
  private static final Pattern TABLE_NAME = Pattern.compile("[^/]+\\.dat(?:[_.-][a-z0-9_.-]*)?");
  private static final Pattern DECK_NAME =
      Pattern.compile("fun3d\\.nml_typical[^/]*|[^/]*_typical[^/]*\\.inp");

  /** The file of that path, which may begin with the folder that a clone or an archive makes. */
  static Optional<TmrFile> of(String given) {
    Matcher root = ROOT.matcher(given);
    String path = root.matches() ? root.group(2) : given;
    String commit = root.matches() ? root.group(1) : null;
    if (path.length() > LONGEST_PATH || path.startsWith(".") || path.contains("/.")) {
      return Optional.empty(); // git's own files, and whatever else is hidden
    }
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.endsWith(POINTER_SUFFIX)) {
      return Optional.of(new TmrFile(path, POINTER, commit));
    }
    if (DECK_NAME.matcher(name).matches()) {
      return Optional.of(new TmrFile(path, DECK, commit));
    }
    return TABLE_NAME.matcher(name).matches()
        ? Optional.of(new TmrFile(path, TABLE, commit))
        : Optional.empty();
  }

  /** Its raw record; a table or deck that is in truth a pointer says so. */
  PageRecord record(byte[] bytes) {
    String shown = GitBlob.isPointer(bytes) ? POINTER : kind;
    return PageRecord.of(shown, path, "text/plain", bytes);
  }
}
