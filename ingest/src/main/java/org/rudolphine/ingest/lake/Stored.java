package org.rudolphine.ingest.lake;

import java.time.Instant;

/**
 * A file or folder of the lake, as the store shows it.
 *
 * @param of the table or source that it belongs to; empty when it belongs to none
 * @param name version, batch, pack, unit or file name
 * @param path relative to the lake's root
 * @param complete whether it counts: its manifest is there
 * @param files number of files in it
 * @param bytes size of all of them
 * @param newest when the file, or any in the folder, was changed last, by the store's clock; of a
 *     folder without files, what the store says of the folder
 */
public record Stored(
    String of,
    String name,
    String path,
    boolean complete,
    long files,
    long bytes,
    Instant newest) {}
