package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;

/**
 * What an attempt at a unit has left in the unit's folder.
 *
 * @param pages number of pages
 * @param packedAs id of the raw batch that they were being packed as, or null when it did not come
 *     to that
 */
public record UnitFolder(long pages, String packedAs) {

  /** Looks into the folder of a unit. */
  public static UnitFolder read(Lake lake, String source, String unit) throws IOException {
    Folder folder = lake.unitFolder(source, unit);
    long pages = folder.files().stream().filter(Landing::isPage).count();
    String packedAs =
        folder.exists(Landing.PACKED_AS)
            ? new String(folder.read(Landing.PACKED_AS), StandardCharsets.UTF_8)
            : null;
    return new UnitFolder(pages, packedAs);
  }
}
