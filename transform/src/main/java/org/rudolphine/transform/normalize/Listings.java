package org.rudolphine.transform.normalize;

import java.io.Serializable;
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
import org.rudolphine.ingest.SourceSettings;

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
  record Vanished(String nativeId, Absence absence) implements Serializable {

    Vanished(String nativeId, Listing listing) {
      this(nativeId, Absence.from(listing));
    }

    /** Its absence as something seen of its key, after all records of the listing's cycle. */
    Sighting sighting() {
      return new Sighting(
          Sighting.Kind.VANISHED,
          null,
          absence.asOf(),
          absence.completedAt(),
          absence.cycle(),
          absence.batch(),
          Integer.MAX_VALUE,
          0,
          "",
          absence.fresh());
    }
  }

  /** A listing without its ids: what those that are missing need to know of it. */
  record Absence(String batch, String cycle, Instant asOf, Instant completedAt, boolean fresh)
      implements Serializable {

    static Absence from(Listing listing) {
      return new Absence(
          listing.batch(), listing.cycle(), listing.asOf(), listing.completedAt(), listing.fresh());
    }
  }

  /**
   * What the listings say.
   *
   * @param vanished ids by the listing that first lacked them
   * @param refusals a sentence for each scope whose newest listing is fresh and was not believed
   */
  record Finding(List<Vanished> vanished, List<String> refusals) {}

  private Listings() {}

  /** Ids of which the two say different things: they vanished by one and not by the other. */
  static Set<String> differing(Finding one, Finding other) {
    Set<String> ids = new HashSet<>();
    Set<List<String>> common = places(one);
    common.retainAll(places(other));
    for (Finding finding : List.of(one, other)) {
      for (List<String> place : places(finding)) {
        if (!common.contains(place)) {
          ids.add(place.get(0));
        }
      }
    }
    return ids;
  }

  private static Set<List<String>> places(Finding finding) {
    Set<List<String>> places = new HashSet<>();
    for (Vanished gone : finding.vanished()) {
      places.add(List.of(gone.nativeId(), gone.absence().batch()));
    }
    return places;
  }

  /** Compares by the settings of a source. */
  static Finding compare(SourceSettings settings, List<Listing> listings) {
    return compare(settings.id(), listings, settings.maxVanishFraction());
  }

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
