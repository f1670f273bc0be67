package org.rudolphine.transform.normalize;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What folding raw records gave, before it is put together with what stays.
 *
 * @param accounting what became of the new records
 * @param newest newest revision of every key, by table
 * @param histories every revision of every key, by table
 * @param unrevised tables in which no key is known to have more than one revision
 * @param rejects rows for {@code rejects}, or null when there are none
 * @param release drops what was cached
 */
record Folded(
    Accounting accounting,
    Map<String, Dataset<Row>> newest,
    Map<String, Dataset<Row>> histories,
    Set<String> unrevised,
    Dataset<Row> rejects,
    Runnable release) {}
