package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what has vanished between complete listings. A listing that lacks more than the allowed
 * fraction of what was there is not believed: nothing is marked because of it, and a message says
 * so.
 */
final class Listings {

  /**
   * A complete listing.
   *
   * @param scope what it is the list of
   * @param batch raw batch that holds it
   * @param cycle harvest that it belongs to
   * @param asOf provider's date of the listing, else when it was complete
   * @param completedAt when it was complete
   * @param ids native ids that it holds
   * @param fresh whether it had not been normalized before
   */
  record Listing(
      String scope,
      String batch,
      String cycle,
      Instant asOf,
      Instant completedAt,
      Set<String> ids,
      boolean fresh) {}

  /** An id that a listing no longer has. */
  record Vanished(String nativeId, Listing listing) {}

  /**
   * What the listings say.
   *
   * @param vanished ids by the listing that first lacked them
   * @param refusals a sentence for each scope whose newest listing is fresh and was not believed
   */
  record Finding(List<Vanished> vanished, List<String> refusals) {}

  private Listings() {}

  /**
   * @param source id of the source, for messages
   * @param maxVanishFraction fraction of known ids that may be lacking, 0 to 1
   */
  static Finding compare(String source, List<Listing> listings, double maxVanishFraction) {
    List<Listing> ordered = new ArrayList<>(listings);
    ordered.sort(Comparator.comparing(Listing::asOf).thenComparing(Listing::batch));
    Map<String, Set<String>> alive = new TreeMap<>();
    List<Vanished> vanished = new ArrayList<>();
    Map<String, String> refusals = new TreeMap<>();
    for (Listing listing : ordered) {
      Set<String> known = alive.computeIfAbsent(listing.scope(), scope -> new HashSet<>());
      Set<String> missing = new TreeSet<>(known);
      missing.removeAll(listing.ids());
      boolean believed =
          missing.isEmpty() || (double) missing.size() / known.size() <= maxVanishFraction;
      if (believed) {
        missing.forEach(id -> vanished.add(new Vanished(id, listing)));
        known.removeAll(missing);
        refusals.remove(listing.scope()); // what an earlier listing lacked is settled by this one
      } else if (listing.fresh()) {
        refusals.put(
            listing.scope(), refusal(source, listing, missing, known.size(), maxVanishFraction));
      }
      known.addAll(listing.ids());
    }
    return new Finding(vanished, List.copyOf(refusals.values()));
  }

  private static String refusal(
      String source, Listing listing, Set<String> missing, int known, double allowed) {
    return String.format(
        Locale.ROOT,
        "%s: listing %s lacks %d of %d known records (%.0f %%, allowed %.0f %%), among them %s;"
            + " nothing was marked as deleted. If the provider really removed them, raise"
            + " sources.%s.max-vanish-fraction in the settings, to stay, and run normalize --rebuild",
        source,
        listing.scope(),
        missing.size(),
        known,
        100.0 * missing.size() / known,
        100.0 * allowed,
        missing.stream().limit(3).toList(),
        source);
  }
}
