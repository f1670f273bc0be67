package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The records of the collider portal's sample, open to change. An entry has the portal's envelope
 * ({@code id}, {@code created}, {@code updated}, {@code metadata}); its metadata list files as the
 * portal's own fixtures do, index files among them.
 */
public final class CernData {
  /** As many results as the portal shows of one search. */
  static final int WINDOW = 10_000;

  private final Map<String, ObjectNode> entries = new LinkedHashMap<>();
  private final Set<String> deleted = new TreeSet<>();
  private int window = WINDOW;

  CernData(JsonNode entries) {
    entries.forEach(entry -> put((ObjectNode) entry));
  }

  /** Ids of all entries: record ids, and names for what is no record. */
  public List<String> ids() {
    return List.copyOf(entries.keySet());
  }

  /**
   * The metadata of a record, open to change; {@link #touch} makes a change known.
   *
   * @throws NoSuchElementException when there is none of that id
   */
  public ObjectNode metadata(String recid) {
    return (ObjectNode) entry(recid).get("metadata");
  }

  private ObjectNode entry(String recid) {
    ObjectNode found = entries.get(recid);
    if (found == null) {
      throw new NoSuchElementException("The sample has no record " + recid);
    }
    return found;
  }

  /** Gives a record another time of change. */
  public void touch(String recid, Instant updated) {
    entry(recid).put("updated", updated.toString().replace("Z", "+00:00"));
  }

  /** Adds an entry, or replaces the one of that id. */
  public void put(ObjectNode entry) {
    String id = entry.get("id").asText();
    entries.put(id, entry);
    deleted.remove(id);
  }

  /** Adds a record with another id and the metadata of one that exists. */
  public void copy(String recid, String newRecid) {
    ObjectNode entry = entry(recid).deepCopy().put("id", newRecid);
    ((ObjectNode) entry.get("metadata")).put("recid", newRecid);
    put(entry);
  }

  /** Deletes a record: it leaves every list, and its own address answers 410. */
  public void delete(String recid) {
    entry(recid);
    entries.remove(recid);
    deleted.add(recid);
  }

  /** Shows fewer results of one search, so that a small sample has to be asked for in slices. */
  public void limitResults(int newWindow) {
    if (newWindow < 1) {
      throw new IllegalArgumentException("A search shows at least one result, not " + newWindow);
    }
    window = newWindow;
  }

  int window() {
    return window;
  }

  boolean isDeleted(String recid) {
    return deleted.contains(recid);
  }

  Optional<CernRecord> find(String recid) {
    return Optional.ofNullable(entries.get(recid)).map(CernRecord::new);
  }

  /** All entries, what is no record included, as the portal's index holds them. */
  List<CernRecord> all() {
    return entries.values().stream().map(CernRecord::new).toList();
  }
}
