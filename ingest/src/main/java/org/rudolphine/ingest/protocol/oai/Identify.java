package org.rudolphine.ingest.protocol.oai;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What a repository says of itself.
 *
 * @param repositoryName its name; may be empty
 * @param earliestDay UTC day of the earliest datestamp
 * @param deletedRecord {@code no}, {@code transient} or {@code persistent}
 * @param granularity {@code YYYY-MM-DD} or {@code YYYY-MM-DDThh:mm:ssZ}
 * @param responseDate the repository's clock
 */
public record Identify(
    String repositoryName,
    LocalDate earliestDay,
    String deletedRecord,
    String granularity,
    Instant responseDate) {}
