package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The papers of the sample, open to change. A paper has the elements of an arXivRaw record as keys,
 * {@code version} being an array, beside {@code datestamp} and, for a deleted one, {@code deleted}.
 */
public final class ArxivData {
  private static final DateTimeFormatter SUBMITTED =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

  private final Map<String, ObjectNode> papers = new LinkedHashMap<>();

  ArxivData(JsonNode papers) {
    papers.forEach(paper -> put((ObjectNode) paper));
  }

  /** Ids of all papers, without version. */
  public List<String> ids() {
    return List.copyOf(papers.keySet());
  }

  /**
   * One paper, open to change.
   *
   * @throws NoSuchElementException when there is none of that id
   */
  public ObjectNode paper(String id) {
    ObjectNode found = papers.get(id);
    if (found == null) {
      throw new NoSuchElementException("The sample has no paper " + id);
    }
    return found;
  }

  /** Adds a paper, or replaces the one of that id. */
  public void put(ObjectNode paper) {
    papers.put(paper.get("id").textValue(), paper);
  }

  /** Gives a record another datestamp, as the provider does at any change. */
  public void stamp(String id, LocalDate day) {
    paper(id).put("datestamp", day.toString());
  }

  /** Adds a version of that day. */
  public ObjectNode addVersion(String id, LocalDate day) {
    ObjectNode version = paper(id).withArray("version").addObject();
    version.put("version", "v" + paper(id).get("version").size());
    version.put("date", SUBMITTED.format(day.atStartOfDay(ZoneOffset.UTC)));
    stamp(id, day);
    return version;
  }

  /** Withdraws a paper: its newest version is an empty one with a comment. */
  public void withdraw(String id, LocalDate day) {
    addVersion(id, day).put("size", "0kb").put("source_type", "I");
    paper(id).put("comments", "This paper has been withdrawn");
  }

  /** Leaves only the header of a record, marked as deleted. */
  public void delete(String id, LocalDate day) {
    paper(id).put("deleted", true);
    stamp(id, day);
  }

  List<ArxivPaper> all() {
    return papers.values().stream().map(ArxivPaper::new).sorted().toList();
  }
}
