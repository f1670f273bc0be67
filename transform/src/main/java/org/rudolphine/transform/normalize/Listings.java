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
 * so. Ids that stand in the same listings share their fate, so listings are judged by groups of ids
 * and never by the ids of a whole listing.
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
   * @param fresh whether it had not been normalized before
   */
  record Listing(
      String scope, String batch, String cycle, Instant asOf, Instant completedAt, boolean fresh) {}

  /** Which ids stand in which listings, by groups of ids that stand in the same ones. */
  interface Members {

    /** Groups of a listing. */
    Set<Integer> groups(Listing listing);

    /** Number of ids in a group. */
    long size(int group);

    /** A few of the ids in some groups: the first by name. */
    List<String> examples(Set<Integer> groups);
  }

  /** A group of ids that a listing no longer has. */
  record Gone(int group, Absence absence) {}

  /**
   * What listings say of groups.
   *
   * @param gone groups by the listing that first lacked them, in order of the listings
   * @param refusals as in {@link Finding}
   */
  record Judgement(List<Gone> gone, List<String> refusals) {}

  /** An id that a listing no longer has. */
  record Vanished(String nativeId, Absence absence) implements Serializable {

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

  /** What those that are missing need to know of a listing. */
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

  /** Judges by the settings of a source. */
  static Judgement judge(SourceSettings settings, List<Listing> listings, Members members) {
    return judge(settings.id(), listings, settings.maxVanishFraction(), members);
  }

  /**
   * @param source id of the source, for messages
   * @param maxVanishFraction fraction of known ids that may be lacking, 0 to 1
   */
  static Judgement judge(
      String source, List<Listing> listings, double maxVanishFraction, Members members) {
    List<Listing> ordered = new ArrayList<>(listings);
    ordered.sort(Comparator.comparing(Listing::asOf).thenComparing(Listing::batch));
    Map<String, Set<Integer>> alive = new TreeMap<>();
    List<Gone> gone = new ArrayList<>();
    Map<String, String> refusals = new TreeMap<>();
    for (Listing listing : ordered) {
      Set<Integer> known = alive.computeIfAbsent(listing.scope(), scope -> new HashSet<>());
      Set<Integer> listed = members.groups(listing);
      Set<Integer> missing = new TreeSet<>(known);
      missing.removeAll(listed);
      long lacking = size(missing, members);
      long all = size(known, members);
      boolean believed = lacking == 0 || (double) lacking / all <= maxVanishFraction;
      if (believed) {
        missing.forEach(group -> gone.add(new Gone(group, Absence.from(listing))));
        known.removeAll(missing);
        refusals.remove(listing.scope()); // what an earlier listing lacked is settled by this one
      } else if (listing.fresh()) {
        List<String> among = members.examples(missing);
        refusals.put(
            listing.scope(), refusal(source, listing, lacking, among, all, maxVanishFraction));
      }
      known.addAll(listed);
    }
    return new Judgement(gone, List.copyOf(refusals.values()));
  }

  private static long size(Set<Integer> groups, Members members) {
    return groups.stream().mapToLong(members::size).sum();
  }

  private static String refusal(
      String source,
      Listing listing,
      long lacking,
      List<String> among,
      long known,
      double allowed) {
    return String.format(
        Locale.ROOT,
        "listing %s lacks %d of %d known records (%.0f %%, allowed %.0f %%), among them %s;"
            + " nothing was marked as deleted. If the provider really removed them, raise"
            + " sources.%s.max-vanish-fraction in the settings, to stay, and run normalize --rebuild",
        listing.scope(),
        lacking,
        known,
        100.0 * lacking / known,
        100.0 * allowed,
        among,
        source);
  }
}
