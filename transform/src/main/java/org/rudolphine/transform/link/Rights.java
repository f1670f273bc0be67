package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * The right side of a rule in memory: its records in the order of their ids, and which of them each
 * block holds.
 */
final class Rights<R extends Serializable> implements Serializable {
  private final List<R> records = new ArrayList<>();
  private final Map<String, Provenance> provenance = new HashMap<>();
  private final Map<String, List<Integer>> blocks = new HashMap<>();

  /** Reads rows that are sorted by key and not refused. */
  Rights(Side<R> side, String key, List<Row> rows) {
    for (Row row : rows) {
      String id = row.getAs(key);
      if (provenance.put(id, Provenance.of(row)) != null) {
        throw new IllegalStateException("Key " + id + " occurs twice in " + side.table());
      }
      for (String block : side.blocks(row)) {
        blocks.computeIfAbsent(block, name -> new ArrayList<>()).add(records.size());
      }
      records.add(side.read(row));
    }
  }

  /** Records that are in at least one of the blocks, in the order of their ids. */
  List<R> in(List<String> names) {
    BitSet indexes = new BitSet(records.size());
    for (String name : names) {
      blocks.getOrDefault(name, List.of()).forEach(indexes::set);
    }
    List<R> found = new ArrayList<>(indexes.cardinality());
    indexes.stream().forEach(index -> found.add(records.get(index)));
    return found;
  }

  /** All records, in the order of their ids. */
  List<R> all() {
    return List.copyOf(records);
  }

  long size(String block) {
    return blocks.getOrDefault(block, List.of()).size();
  }

  Provenance provenance(String id) {
    Provenance found = provenance.get(id);
    if (found == null) {
      throw new IllegalStateException(
          "A rule matched " + id + ", which was not among its candidates");
    }
    return found;
  }
}
