package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What normalizing one source gave.
 *
 * @param source id of the source
 * @param accounting what became of its raw records
 * @param refusals why something was not published or not marked; empty when all is well
 * @param publishable false when the reject threshold forbids to publish anything
 * @param tables newest revision of every key, by table
 * @param histories every revision of every key, by table
 * @param unrevised tables for which the rows folded in this run have one revision each, so that
 *     they stand in table and history alike
 * @param rejects records that could not be normalized and were not superseded since
 * @param batches raw batches that went into it, sorted
 * @param release drops what was cached; call it when the rows have been written
 */
public record Normalized(
    String source,
    Accounting accounting,
    List<String> refusals,
    boolean publishable,
    Map<String, Dataset<Row>> tables,
    Map<String, Dataset<Row>> histories,
    Set<String> unrevised,
    Dataset<Row> rejects,
    List<String> batches,
    Runnable release) {}
