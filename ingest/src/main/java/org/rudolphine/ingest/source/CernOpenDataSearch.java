package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Request;

/**
 * Reads all hits of a question, although the portal gives no more than a window of them. A question
 * with more is cut: by the facets in their order, and where these leave records out (those without
 * a value), by the beginnings of record numbers. The parts may overlap, since most facets have
 * several values per record; that nothing is missing is proven by counting: the different hits of
 * all parts are as many as the portal says of the whole.
 *
 * <p>Where the portal says just the size of its window, it may have stopped counting; then only the
 * beginnings of numbers are trusted, as every record has exactly one.
 */
final class CernOpenDataSearch {
  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataSearch.class);
  private static final int ATTEMPTS = 3;
  private static final int LONGEST_RECID = 18;
  private static final List<String> NESTED = List.of(CernOpenDataSlice.TYPE, "category");
  private static final List<String> RANGES = List.of("year");
  private static final List<String> FACETS =
      List.of(
          CernOpenDataSlice.TYPE,
          "experiment",
          "year",
          "collision_energy",
          "file_type",
          "category");

  private final URI base;
  private final PoliteClient client;
  private final int pageSize;
  private final int window;
  private final Landed landed;
  private long requestsLeft;

  /** Takes every page as it comes; a slice that has to be read again brings its pages again. */
  @FunctionalInterface
  interface Landed {
    void page(CernOpenDataAnswer answer) throws IOException;
  }

  /** What the portal said did not fit together, which may be because it was changing. */
  private static final class Unsettled extends IOException {
    private static final long serialVersionUID = 1L;

    Unsettled(String message) {
      super(message);
    }
  }

  /**
   * A slice and what the portal says of it. That is asked with a page of a single hit, since most
   * slices that are looked at are not read.
   */
  private record Part(CernOpenDataSlice slice, CernOpenDataAnswer said) {
    long total() {
      return said.total();
    }
  }

  CernOpenDataSearch(URI base, PoliteClient client, int pageSize, int window, Landed landed) {
    this.base = base;
    this.client = client;
    this.pageSize = pageSize;
    this.window = window;
    this.landed = landed;
  }

  /**
   * Reads all records of a primary type.
   *
   * @return how many different hits there are
   * @throws IOException with the numbers, when they do not add up
   */
  long readType(String type) throws IOException {
    requestsLeft = ATTEMPTS;
    CernOpenDataSlice slice = CernOpenDataSlice.ofType(type);
    Part whole = part(slice);
    requestsLeft = 2_000 + 20 * (whole.total() / pageSize);
    return read(whole).size();
  }

  private Set<String> read(Part part) throws IOException {
    Part current = part;
    for (int attempt = 1; ; attempt++) {
      try {
        return fits(current) ? paged(current) : cut(current);
      } catch (Unsettled e) {
        LOG.info("{} (attempt {} of {})", e.getMessage(), attempt, ATTEMPTS);
        if (attempt == ATTEMPTS) {
          throw new IOException(e.getMessage() + "; tried " + ATTEMPTS + " times", e);
        }
        current = part(part.slice());
      }
    }
  }

  /**
   * Whether all pages lie within the window, and behind a full last one the page that must be
   * empty; a total of just the window is none.
   */
  private boolean fits(Part part) {
    long pages = part.total() / pageSize + 1;
    return !stoppedCounting(part) && (part.total() == 0 || pages * pageSize <= window);
  }

  private boolean stoppedCounting(Part part) {
    return part.said().atLeast() || part.total() == window;
  }

  // ---- within the window
  // -------------------------------------------------------------------------

  private Set<String> paged(Part part) throws IOException {
    Set<String> found = new HashSet<>();
    long total = part.total();
    for (int page = 1; (page - 1L) * pageSize < total; page++) {
      take(part, ask(part.slice(), page, pageSize), page, found);
    }
    if (found.size() != total) {
      throw new Unsettled(
          part.slice() + ": the pages hold " + found.size() + " different hits of " + total);
    }
    checkEnd(part);
    return found;
  }

  private void take(Part part, CernOpenDataAnswer answer, int page, Set<String> found)
      throws IOException {
    if (answer.total() != part.total()) {
      throw new Unsettled(
          "%s: the total was %d and is %d on page %d"
              .formatted(part.slice(), part.total(), answer.total(), page));
    }
    long expected = Math.min(pageSize, part.total() - (page - 1L) * pageSize);
    if (answer.hits().size() != expected) {
      throw new Unsettled(
          "%s: page %d holds %d hits instead of %d (total %d, sources.cernopendata.page-size %d)"
              .formatted(
                  part.slice(), page, answer.hits().size(), expected, part.total(), pageSize));
    }
    for (CernOpenDataObject hit : answer.hits()) {
      checkBelongs(part.slice(), hit);
      found.add(hit.identity());
    }
    landed.page(answer);
  }

  /** A total that is too low shows on a full last page: there is another one behind it. */
  private void checkEnd(Part part) throws IOException {
    long pages = part.total() / pageSize;
    if (pages == 0 || part.total() % pageSize != 0) {
      return;
    }
    CernOpenDataAnswer behind = ask(part.slice(), (int) pages + 1, pageSize);
    if (!behind.hits().isEmpty()) {
      throw new Unsettled(
          "%s: %d hits lie behind the last page of %d"
              .formatted(part.slice(), behind.hits().size(), part.total()));
    }
  }

  private static void checkBelongs(CernOpenDataSlice slice, CernOpenDataObject hit)
      throws IOException {
    String type = hit.primaryType();
    boolean otherType = !type.isEmpty() && !type.equals(slice.primaryType());
    if (otherType || (hit.recid() != null && !slice.holds(hit.recid()))) {
      throw new IOException(
          "The portal does not keep to %s: recid %s is of type %s"
              .formatted(slice, hit.recid(), type));
    }
  }

  // ---- above the window
  // --------------------------------------------------------------------------

  private Set<String> cut(Part whole) throws IOException {
    Set<String> found = new HashSet<>();
    List<String> tried = new ArrayList<>();
    List<List<Part>> incomplete = new ArrayList<>();
    boolean byRecid = stoppedCounting(whole) || whole.slice().recids() != null;
    for (String facet : byRecid ? List.<String>of() : FACETS) {
      List<Part> parts = parts(whole, slicesBy(facet, whole));
      tried.add(facet + " " + sum(parts));
      if (sum(parts) < whole.total()) {
        incomplete.add(parts);
      } else if (enough(whole, parts, found)) {
        return found;
      }
    }
    List<Part> byNumber = partsByRecid(whole);
    tried.add("recid " + sum(byNumber));
    if (sum(byNumber) < whole.total()) {
      incomplete.add(byNumber);
    } else if (enough(whole, byNumber, found)) {
      return found;
    }
    for (List<Part> parts : incomplete) {
      if (enough(whole, parts, found)) {
        return found;
      }
    }
    throw doNotAddUp(whole, found, tried);
  }

  /** Reads the smallest parts first, until the different hits are as many as the whole has. */
  private boolean enough(Part whole, List<Part> parts, Set<String> found) throws IOException {
    boolean counted = !stoppedCounting(whole);
    List<Part> ascending = parts.stream().sorted(Comparator.comparingLong(Part::total)).toList();
    for (Part part : ascending) {
      if (counted && found.size() >= whole.total()) {
        break;
      }
      found.addAll(read(part));
    }
    return counted ? found.size() == whole.total() : found.size() >= whole.total();
  }

  private IOException doNotAddUp(Part whole, Set<String> found, List<String> tried)
      throws IOException {
    String message =
        "%s: the slices do not add up: %d different hits of %d (sums by %s)"
            .formatted(whole.slice(), found.size(), whole.total(), String.join(", ", tried));
    long now = part(whole.slice()).total();
    return now == whole.total()
        ? new IOException(message)
        : new Unsettled(message + "; the total is " + now + " by now");
  }

  /** What the portal says of slices that hold something, but not the whole again. */
  private List<Part> parts(Part whole, List<CernOpenDataSlice> slices) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (CernOpenDataSlice slice : slices) {
      Part part = part(slice);
      if (part.total() > 0 && part.total() < whole.total()) {
        parts.add(part);
      }
    }
    return parts;
  }

  /**
   * The same by the beginnings of the number. One of them may hold the whole, if the others hold
   * nothing; that all together hold more shows that the portal does not keep to them.
   */
  private List<Part> partsByRecid(Part whole) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (CernOpenDataSlice slice : slicesByRecid(whole.slice())) {
      Part part = part(slice);
      if (part.total() > 0) {
        parts.add(part);
      }
    }
    boolean keptTo = stoppedCounting(whole) || sum(parts) <= whole.total();
    return keptTo ? parts : List.of();
  }

  private static long sum(List<Part> parts) {
    return parts.stream().mapToLong(Part::total).sum();
  }

  private static List<CernOpenDataSlice> slicesBy(String facet, Part whole) {
    CernOpenDataSlice slice = whole.slice();
    List<CernOpenDataSlice> slices = new ArrayList<>();
    if (slice.isFree(facet)) {
      for (String value : whole.said().values(facet)) {
        slices.add(slice.with(facet, RANGES.contains(facet) ? range(value) : value));
      }
    } else if (NESTED.contains(facet) && slice.isOuter(facet)) {
      for (String inner : whole.said().nestedValues(facet, slice.facets().get(facet))) {
        slices.add(slice.with(facet, slice.nested(facet, inner)));
      }
    }
    return slices;
  }

  private static String range(String value) {
    return value.contains("--") ? value : value + "--" + value;
  }

  /** A number that begins with 75 is 75 itself, or begins with 750 to 759. */
  private static List<CernOpenDataSlice> slicesByRecid(CernOpenDataSlice slice) {
    List<CernOpenDataSlice> slices = new ArrayList<>();
    String beginning = slice.recids() == null ? "" : slice.recids().replace("*", "");
    if (beginning.length() >= LONGEST_RECID) {
      return slices;
    }
    if (!beginning.isEmpty()) {
      slices.add(slice.ofRecids(beginning));
    }
    for (char digit = '0'; digit <= '9'; digit++) {
      slices.add(slice.ofRecids(beginning + digit + "*"));
    }
    return slices;
  }

  private Part part(CernOpenDataSlice slice) throws IOException {
    CernOpenDataAnswer said = ask(slice, 1, 1);
    if (said.total() == 0 && !said.hits().isEmpty()) {
      throw new IOException(slice + ": there are hits, but the total is 0");
    }
    return new Part(slice, said);
  }

  private CernOpenDataAnswer ask(CernOpenDataSlice slice, int page, int size) throws IOException {
    if (requestsLeft-- <= 0) {
      throw new IOException(
          slice + ": far more requests than its records need; the portal does not narrow down");
    }
    URI uri = URI.create(base + slice.path(page, size));
    return CernOpenDataAnswer.of(
        client.get(Request.of(uri).accepting(CernOpenDataObject.MEDIA_TYPE)));
  }
}
