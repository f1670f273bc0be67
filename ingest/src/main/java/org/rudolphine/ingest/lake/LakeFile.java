package org.rudolphine.ingest.lake;

/**
 * A file as a manifest lists it.
 *
 * @param path relative to the manifest's folder, with forward slashes
 * @param bytes size
 * @param sha256 lower-case hex SHA-256
 * @param rows rows in a Parquet file, or null for other files
 */
public record LakeFile(String path, long bytes, String sha256, Long rows) {}
