package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sort_array;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;

/**
 * The ids in the complete listings of a source. Spark groups those that stand in the same listings;
 * the driver holds a few bytes for each group and, of all ids, only those that have vanished: as
 * many groups as there are histories of coming and going, however long the listings are.
 */
final class ListedIds {
  private static final int EXAMPLES = 3;
  private static final StructType NUMBERS =
      StructType.fromDDL("listed_in string, scope string, number int");

  private final SourceSettings settings;
  private final List<Listings.Listing> listings;
  private final Map<Listings.Listing, Integer> numbers = new HashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private final Dataset<Row> places;

  /** Ids of one scope that stand in the same listings, given by their numbers. */
  private record Group(String scope, List<Integer> numbers, BitSet set, long ids) {

    static Group of(Row row) {
      BitSet set = new BitSet();
      List<Integer> numbers = row.getList(1);
      numbers.forEach(set::set);
      return new Group(row.getString(0), List.copyOf(numbers), set, row.getLong(2));
    }
  }

  private ListedIds(SourceSettings settings, List<Listings.Listing> listings, Dataset<Row> places) {
    this.settings = settings;
    this.listings = listings;
    this.places = places;
    for (Listings.Listing listing : listings) {
      numbers.put(listing, numbers.size());
    }
    places.groupBy("scope", "places").agg(count(lit(1))).collectAsList().stream()
        .map(Group::of)
        .sorted(Comparator.comparing(Group::scope).thenComparing(group -> group.set().toString()))
        .forEach(groups::add);
  }

  /**
   * Reads the listings among some batches.
   *
   * @param fresh batches that count as new
   */
  static ListedIds read(
      SparkSession spark,
      Lake lake,
      SourceSettings settings,
      List<BatchManifest> batches,
      Set<String> fresh) {
    List<BatchManifest> complete =
        batches.stream().filter(batch -> batch.listing() != null).toList();
    if (complete.size() < 2) {
      return new ListedIds(settings, List.of(), none(spark));
    }
    Dataset<Row> raw = RawRows.read(spark, lake, complete);
    List<Listings.Listing> listings = listings(complete, dates(raw), fresh);
    List<Row> numbered = new ArrayList<>();
    for (Listings.Listing listing : listings) {
      numbered.add(RowFactory.create(listing.batch(), listing.scope(), numbered.size()));
    }
    Dataset<Row> places =
        raw.select("batch", "native_id")
            .join(
                broadcast(spark.createDataFrame(numbered, NUMBERS)),
                col("batch").equalTo(col("listed_in")))
            .groupBy("scope", "native_id")
            .agg(sort_array(collect_set("number")).as("places"));
    return new ListedIds(settings, listings, places);
  }

  private static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(
        List.of(), StructType.fromDDL("scope string, native_id string, places array<int>"));
  }

  /** Newest date of the provider in each batch that has one. */
  private static Map<String, Instant> dates(Dataset<Row> raw) {
    Map<String, Instant> dates = new HashMap<>();
    for (Row row : raw.groupBy("batch").agg(max("datestamp")).collectAsList()) {
      if (!row.isNullAt(1)) {
        dates.put(row.getString(0), (Instant) row.get(1));
      }
    }
    return dates;
  }

  private static List<Listings.Listing> listings(
      List<BatchManifest> complete, Map<String, Instant> dates, Set<String> fresh) {
    return complete.stream()
        .map(
            batch ->
                new Listings.Listing(
                    batch.listing(),
                    batch.batch(),
                    batch.cycle(),
                    dates.getOrDefault(batch.batch(), batch.completedAt()),
                    batch.completedAt(),
                    fresh.contains(batch.batch())))
        .toList();
  }

  /** What all listings say. */
  Listings.Finding all() {
    return compare(listing -> true);
  }

  /** What the listings say that are not new. */
  Listings.Finding before() {
    return compare(listing -> !listing.fresh());
  }

  private Listings.Finding compare(Predicate<Listings.Listing> among) {
    Listings.Judgement judgement =
        Listings.judge(settings, listings.stream().filter(among).toList(), new Members());
    Map<Integer, List<Listings.Absence>> absences = new HashMap<>();
    for (Listings.Gone gone : judgement.gone()) {
      absences.computeIfAbsent(gone.group(), group -> new ArrayList<>()).add(gone.absence());
    }
    return new Listings.Finding(vanished(absences), judgement.refusals());
  }

  private List<Listings.Vanished> vanished(Map<Integer, List<Listings.Absence>> absences) {
    List<Listings.Vanished> vanished = new ArrayList<>();
    if (absences.isEmpty()) {
      return vanished;
    }
    Map<String, Map<List<Integer>, Integer>> byPlaces = new HashMap<>();
    for (int group : absences.keySet()) {
      byPlaces
          .computeIfAbsent(groups.get(group).scope(), scope -> new HashMap<>())
          .put(groups.get(group).numbers(), group);
    }
    for (Row row : members(absences.keySet()).collectAsList()) {
      int group = byPlaces.get(row.getString(0)).get(List.copyOf(row.<Integer>getList(2)));
      for (Listings.Absence absence : absences.get(group)) {
        vanished.add(new Listings.Vanished(row.getString(1), absence));
      }
    }
    return vanished;
  }

  /** Ids of some groups. */
  private Dataset<Row> members(Set<Integer> wanted) {
    Map<String, Set<List<Integer>>> places = new HashMap<>();
    for (int group : wanted) {
      places
          .computeIfAbsent(groups.get(group).scope(), scope -> new HashSet<>())
          .add(groups.get(group).numbers());
    }
    return this.places.filter(
        (org.apache.spark.api.java.function.FilterFunction<Row>) new IsAmong(places)::call);
  }

  /** Kept apart so that only this is shipped to tasks. */
  private record IsAmong(Map<String, Set<List<Integer>>> places) implements Serializable {

    boolean call(Row row) {
      Set<List<Integer>> wanted = places.get(row.getString(0));
      return wanted != null && wanted.contains(List.copyOf(row.<Integer>getList(2)));
    }
  }

  private final class Members implements Listings.Members {
    @Override
    public Set<Integer> groups(Listings.Listing listing) {
      int number = numbers.get(listing);
      Set<Integer> found = new TreeSet<>();
      for (int group = 0; group < groups.size(); group++) {
        if (groups.get(group).set().get(number)) {
          found.add(group);
        }
      }
      return found;
    }

    @Override
    public long size(int group) {
      return groups.get(group).ids();
    }

    @Override
    public List<String> examples(Set<Integer> wanted) {
      Column id = col("native_id");
      return members(wanted).select(id).orderBy(id).limit(EXAMPLES).collectAsList().stream()
          .map(row -> row.getString(0))
          .toList();
    }
  }
}
