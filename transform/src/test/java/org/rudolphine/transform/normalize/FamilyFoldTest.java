package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;

class FamilyFoldTest {
  private static final Normalizer NORMALIZER =
      new BranchNormalizer(new SourceSettings("lab", Map.of("strays", "false")));
  private static final String DELETED = "deleted";

  private static FamilyHistory history(Collection<String> words) {
    FamilyHistory history = new FamilyHistory(NORMALIZER);
    int hour = 0;
    for (String word : words) {
      hour++;
      if (word.equals(DELETED)) {
        history.deletes(hour, "7");
      } else {
        history.says(hour, "word", "7", word);
      }
    }
    return history;
  }

  private static Map<String, Instant> files(String... words) {
    return history(List.of(words)).fold().gone("hep_files");
  }

  private static Map<String, Instant> gone(Object... keysAndHours) {
    Map<String, Instant> gone = new TreeMap<>();
    for (int i = 0; i < keysAndHours.length; i += 2) {
      int hour = (Integer) keysAndHours[i + 1];
      gone.put((String) keysAndHours[i], hour == 0 ? null : at(hour));
    }
    return gone;
  }

  @Test
  void whatARecordThatTellsAllLeavesOutIsGone() {
    assertThat(files("whole 1 x a b", "whole 1 x b")).isEqualTo(gone("a", 2, "b", 0));
    assertThat(files("whole 1 x a b", "files b")).isEqualTo(gone("a", 0, "b", 0));
    assertThat(files("whole 1 x a b", "whole 1 x b", "files a")).isEqualTo(gone("a", 0, "b", 0));
    assertThat(files("whole 1 x a", "nothing")).isEqualTo(gone("a", 2));
  }

  @Test
  void ofAFacetThatItSparesNothingIsGone() {
    assertThat(files("whole 1 x a", "index x b c", "whole 1 x a"))
        .isEqualTo(gone("a", 0, "b", 0, "c", 0));
    assertThat(files("whole 1 x a", "index x b c", "index x c"))
        .isEqualTo(gone("a", 0, "b", 3, "c", 0));
    assertThat(files("whole 1 x a", "index x b", "whole 1 y a"))
        .as("the index itself is gone")
        .isEqualTo(gone("a", 0, "b", 3));
  }

  @Test
  void rowOfWhichAnotherFacetTellsStays() {
    assertThat(files("whole 1 x a", "index x a", "whole 1 x")).isEqualTo(gone("a", 0));
    assertThat(files("whole 1 x a", "index x a", "whole 1 x", "index x")).isEqualTo(gone("a", 4));
  }

  @Test
  void endOfAFamilyIsTheEndOfAllItsRows() {
    FamilyHistory.Folded deleted = history(List.of("whole 1 x a", "index x b", DELETED)).fold();
    assertThat(deleted.gone("hep_files")).isEqualTo(gone("a", 3, "b", 3));
    assertThat(deleted.gone("hep_datasets")).isEqualTo(gone("7", 3));
    assertThat(files("whole 1 x a b", DELETED, "whole 1 x b")).isEqualTo(gone("a", 2, "b", 0));

    Listings.Absence listing = new Listings.Absence("batch-109", "late", at(9), at(9), true);
    FamilyHistory history = history(List.of("whole 1 x a b"));
    FamilyHistory.Folded vanished =
        history.fold(history.raw(), List.of(new Listings.Vanished("7", listing)));
    assertThat(vanished.gone("hep_files")).isEqualTo(gone("a", 9, "b", 9));
    assertThat(vanished.count(FamilyFold.TOMBSTONED)).as("two files, one dataset").isEqualTo(3);
  }

  @Test
  void recordWhoseOnlyEffectIsThatARowIsGoneIsWritten() {
    FamilyHistory.Folded less =
        history(List.of("whole 1 x a b", "whole 1 x b", "whole 1 x b", "nothing", "nothing"))
            .fold();
    assertThat(less.count(Revisions.Fate.WRITTEN.code())).isEqualTo(3);
    assertThat(less.count(Revisions.Fate.UNCHANGED.code())).isEqualTo(1);
    assertThat(less.count(FamilyFold.SKIPPED)).as("nothing was left to go").isEqualTo(1);
  }

  @Provide
  Arbitrary<List<String>> histories() {
    return Arbitraries.of(
            "data 1",
            "data 2",
            "detail 3",
            "files a",
            "files b c",
            "whole 1 x a b",
            "whole 2 x b",
            "whole 1 y",
            "index x b c",
            "index x",
            "index y c",
            "nothing",
            "bad",
            "skip",
            DELETED)
        .list()
        .ofMinSize(1)
        .ofMaxSize(9);
  }

  /** Rows that are there by a plain replay, which knows neither revisions nor late arrivals. */
  @Property(tries = 300)
  void rowsThatAreThereAreThoseOfAReplayInWhateverOrderTheyAreRead(
      @ForAll("histories") List<String> words, @ForAll long seed) {
    FamilyHistory history = history(words);
    FamilyHistory.Folded folded = history.fold();
    Replay replay = new Replay();
    words.forEach(replay::take);

    assertThat(alive(folded, "hep_datasets")).isEqualTo(replay.alive("7"));
    assertThat(alive(folded, "hep_files")).isEqualTo(replay.alive("a", "b", "c"));
    long judged =
        LongStream.of(0, 1, 2, 3, FamilyFold.REJECTED, FamilyFold.SKIPPED)
            .map(place -> folded.count((int) place))
            .sum();
    assertThat(judged).isEqualTo(words.size());

    List<Row> shuffled = new ArrayList<>(history.raw());
    Collections.shuffle(shuffled, new Random(seed));
    FamilyHistory.Folded again = history.fold(shuffled, List.of());
    for (String table : NORMALIZER.tables()) {
      assertThat(again.revisions(table)).isEqualTo(folded.revisions(table));
    }
    assertThat(again.rows()).hasSameSizeAs(folded.rows());
    assertThat(again.counts()).isEqualTo(folded.counts());
  }

  private static Set<String> alive(FamilyHistory.Folded folded, String table) {
    Set<String> alive = new TreeSet<>();
    folded.gone(table).forEach((key, gone) -> addIf(gone == null, key, alive));
    return alive;
  }

  private static void addIf(boolean there, String key, Set<String> alive) {
    if (there) {
      alive.add(key);
    }
  }

  /** What words do, one after the other, to the facets of the rows {@code 7, a, b, c}. */
  private static final class Replay {
    private final Map<String, Set<String>> facets = new HashMap<>();
    private final Set<String> gone = new TreeSet<>();

    void take(String payload) {
      List<String> words = Arrays.asList(payload.split(" "));
      switch (words.get(0)) {
        case "data" -> tell("list", List.of("7"));
        case "detail" -> tell("detail", List.of("7"));
        case "files" -> tell("", words.subList(1, words.size()));
        case "whole" -> {
          tell("list", List.of("7"));
          List.of("a", "b", "c")
              .forEach(file -> of(file).removeIf(facet -> !facet.equals("index:" + words.get(2))));
          tell("", words.subList(3, words.size()));
        }
        case "index" -> {
          String index = "index:" + words.get(1);
          List.of("a", "b", "c").forEach(file -> of(file).remove(index));
          tell(index, words.subList(2, words.size()));
        }
        case "nothing" -> facets.clear();
        case DELETED -> gone.addAll(List.of("7", "a", "b", "c"));
        default -> {}
      }
    }

    private void tell(String facet, List<String> rows) {
      for (String row : rows) {
        of(row).add(facet);
        gone.remove(row);
      }
    }

    private Set<String> of(String row) {
      return facets.computeIfAbsent(row, key -> new TreeSet<>());
    }

    Set<String> alive(String... rows) {
      Set<String> alive = new TreeSet<>();
      for (String row : rows) {
        addIf(!of(row).isEmpty() && !gone.contains(row), row, alive);
      }
      return alive;
    }
  }
}
