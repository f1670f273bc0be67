package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Watches for silent emptiness: a type or set of which there was something must not be empty all at
 * once, and all of them together must hold something.
 */
final class CernOpenDataEmptiness {
  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataEmptiness.class);

  private final String setting;
  private final List<String> expected;
  private final List<String> found = new ArrayList<>();

  /**
   * @param setting setting that names the types or sets, for messages
   */
  CernOpenDataEmptiness(WorkUnit unit, String setting) {
    this.setting = "sources.cernopendata." + setting;
    this.expected =
        List.of(unit.params().getOrDefault(CernOpenDataSource.EXPECTED_PARAM, "").split(","));
  }

  /** Takes note of how much there is of a type or set. */
  void count(String name, long records) throws IOException {
    if (records > 0) {
      found.add(name);
      return;
    }
    if (expected.contains(name)) {
      throw new IOException(
          "The portal has no record of "
              + name
              + ", but had at the last complete listing; if that is right, take it out of "
              + setting);
    }
    LOG.warn("The portal has no record of {} ({})", name, setting);
  }

  /** Checks the whole and remembers it. */
  void remember(PageSink sink) throws IOException {
    if (found.isEmpty()) {
      throw new IOException("The portal has no record of any of " + setting);
    }
    sink.state(CernOpenDataMemory.FOUND, String.join(",", found));
  }
}
