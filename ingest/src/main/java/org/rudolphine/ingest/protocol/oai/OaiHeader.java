package org.rudolphine.ingest.protocol.oai;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rudolphine.ingest.protocol.CatalogTimes;

/**
 * What a {@code header} says about its record.
 *
 * @param identifier as given, never blank
 * @param datestamp as given ({@code 2011-02-03} or {@code 2011-02-03T07:16:03Z}), or null
 * @param deleted whether its status is {@code deleted}
 * @param setSpecs sets in the given order
 */
public record OaiHeader(
    String identifier, String datestamp, boolean deleted, List<String> setSpecs) {

  public OaiHeader {
    setSpecs = List.copyOf(setSpecs);
  }

  /** The datestamp as an instant, a day as its start in UTC; empty when it is none. */
  public Optional<Instant> changedAt() {
    return CatalogTimes.instant(datestamp);
  }
}
