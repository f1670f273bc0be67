package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.rudolphine.transform.normalize.Sightings.at;
import static org.rudolphine.transform.normalize.Sightings.deleted;
import static org.rudolphine.transform.normalize.Sightings.detail;
import static org.rudolphine.transform.normalize.Sightings.dropped;
import static org.rudolphine.transform.normalize.Sightings.list;
import static org.rudolphine.transform.normalize.Sightings.vanished;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.normalize.Revisions.Fate;
import org.rudolphine.transform.normalize.Revisions.Judged;
import org.rudolphine.transform.normalize.Revisions.Revision;

class RevisionsTest {

  private static Revisions fold(Sighting... sightings) {
    return fold(List.of(sightings));
  }

  private static Revisions fold(List<Sighting> sightings) {
    return Revisions.of(sightings, NormalizedRow::coalesce);
  }

  private static Fate fate(Revisions folded, Sighting sighting) {
    return folded.judged().stream()
        .filter(judged -> judged.sighting().equals(sighting))
        .map(Judged::fate)
        .reduce(
            (a, b) -> {
              throw new AssertionError("judged twice: " + sighting);
            })
        .orElseThrow();
  }

  private static Revision last(Revisions folded) {
    return folded.revisions().get(folded.revisions().size() - 1);
  }

  @Test
  void silentEditMakesTheSecondRevision() {
    Sighting before = list("A", 1, 10.0);
    Sighting after = list("B", 2, 11.0);
    Revisions folded = fold(before, after);
    assertThat(folded.revisions()).extracting(Revision::number).containsExactly(1, 2);
    assertThat(last(folded).values()).containsEntry("list_value", 11.0);
    assertThat(last(folded).seen()).isSameAs(after);
    assertThat(fate(folded, before)).isEqualTo(Fate.WRITTEN);
    assertThat(fate(folded, after)).isEqualTo(Fate.WRITTEN);
  }

  @Test
  void sameContentIsUnchangedAndKeepsTheFirstRetrieval() {
    Sighting first = list("A", 1, 10.0);
    Sighting again = list("B", 2, 10.0);
    Revisions folded = fold(first, again);
    assertThat(folded.revisions())
        .singleElement()
        .satisfies(revision -> assertThat(revision.seen()).isSameAs(first));
    assertThat(fate(folded, again)).isEqualTo(Fate.UNCHANGED);
  }

  @Test
  void clockValuesAloneMakeNoRevisionAndKeepTheirFirstState() {
    Sighting first = Sightings.row("A", 1, "list", 1, Map.of("value", 1.0, "tag", "v1"));
    Sighting again = Sightings.row("B", 2, "list", 1, Map.of("value", 1.0, "tag", "v2"));
    Revisions folded =
        Revisions.of(
            List.of(first, again),
            NormalizedRow::coalesce,
            NormalizedRow::allIssues,
            Set.of("tag"),
            Revisions.Changes.NONE);
    assertThat(folded.revisions())
        .singleElement()
        .satisfies(revision -> assertThat(revision.values()).containsEntry("tag", "v1"));
    assertThat(fate(folded, again)).isEqualTo(Fate.UNCHANGED);
  }

  @Test
  void oldSnapshotImportedLaterTakesItsPlaceInThePast() {
    Sighting old = list("import", 1, 9.0);
    Revisions folded = fold(list("A", 5, 10.0), old);
    assertThat(folded.revisions())
        .extracting(revision -> revision.values().get("list_value"))
        .containsExactly(9.0, 10.0);
    assertThat(fate(folded, old)).isEqualTo(Fate.WRITTEN);
  }

  @Test
  void oldFacetInALateImportNeverWins() {
    Sighting old = list("import", 1, 9.0);
    Revisions folded = fold(list("A", 5, 10.0), old, detail("import", 8, 3.0));
    assertThat(last(folded).values())
        .containsEntry("list_value", 10.0)
        .containsEntry("detail_value", 3.0);
    assertThat(fate(folded, old)).isEqualTo(Fate.DUPLICATE);
  }

  @Test
  void facetsCombineByPrecedence() {
    Revisions folded = fold(detail("A", 1, 2.0), list("A", 2, 1.0));
    assertThat(folded.revisions()).hasSize(1);
    assertThat(last(folded).values())
        .containsEntry("shared", 2.0)
        .containsEntry("list_value", 1.0)
        .containsEntry("detail_value", 2.0);
  }

  @Test
  void listThenDetailInOneCycleIsOneRevision() {
    Sighting row = list("A", 1, 1.0);
    Sighting more = detail("A", 2, 2.0);
    Revisions folded = fold(row, more);
    assertThat(folded.revisions()).hasSize(1);
    assertThat(last(folded).seen()).isSameAs(more);
    assertThat(fate(folded, row)).isEqualTo(Fate.WRITTEN);
    assertThat(fate(folded, more)).isEqualTo(Fate.WRITTEN);
  }

  @Test
  void earlierRecordOfAFacetWithinACycleIsADuplicate() {
    Sighting first = list("A", 1, 1.0);
    Sighting second = list("A", 2, 2.0);
    Revisions folded = fold(first, second);
    assertThat(folded.revisions()).hasSize(1);
    assertThat(last(folded).values()).containsEntry("list_value", 2.0);
    assertThat(fate(folded, first)).isEqualTo(Fate.DUPLICATE);
    assertThat(fate(folded, second)).isEqualTo(Fate.WRITTEN);
  }

  @Test
  void deletionMarksTheContentAndResurrectionIsANewRevision() {
    Sighting row = list("A", 1, 1.0);
    Sighting gone = deleted("B", 2);
    Sighting back = list("C", 3, 1.0);
    Revisions folded = fold(row, gone, back);
    assertThat(folded.revisions())
        .extracting(Revision::deletedAt)
        .containsExactly(null, at(2), null);
    assertThat(folded.revisions().get(1).values()).containsEntry("list_value", 1.0);
    assertThat(folded.revisions().get(1).seen()).isSameAs(gone);
    assertThat(folded.revisions().get(1).content()).isSameAs(row);
    assertThat(fate(folded, gone)).isEqualTo(Fate.DELETED);
    assertThat(fate(folded, back)).isEqualTo(Fate.WRITTEN);
  }

  @Test
  void repeatedDeletionKeepsTheFirstDate() {
    Revisions folded = fold(list("A", 1, 1.0), deleted("B", 2), deleted("C", 3));
    assertThat(folded.revisions()).hasSize(2);
    assertThat(last(folded).deletedAt()).isEqualTo(at(2));
    assertThat(folded.judged())
        .extracting(Judged::fate)
        .containsExactlyInAnyOrder(Fate.WRITTEN, Fate.DELETED, Fate.DELETED);
  }

  @Test
  void deletionBeforeFirstSightMakesNoRow() {
    Sighting gone = deleted("A", 1);
    Revisions folded = fold(gone);
    assertThat(folded.revisions()).isEmpty();
    assertThat(fate(folded, gone)).isEqualTo(Fate.DELETED);
    assertThat(fold(gone, list("B", 2, 1.0)).revisions())
        .singleElement()
        .satisfies(revision -> assertThat(revision.deletedAt()).isNull());
  }

  @Test
  void absenceFromAListingSetsATombstoneAndIsNoRecord() {
    Sighting row = list("A", 1, 1.0);
    Revisions folded = fold(row, vanished("B", 2));
    assertThat(folded.tombstoned()).isEqualTo(1);
    assertThat(last(folded).deletedAt()).isEqualTo(at(2));
    assertThat(last(folded).content()).isSameAs(row);
    assertThat(folded.judged()).extracting(Judged::sighting).containsExactly(row);
  }

  @Test
  void keyIsGoneWhenEachFacetWasLeftOut() {
    Sighting row = list("A", 1, 1.0);
    Sighting more = detail("B", 2, 2.0);
    Sighting lessDetail = dropped("C", 3, more);
    Sighting gone = dropped("D", 4, row);
    Revisions folded = fold(row, more, lessDetail, gone, list("E", 5, 1.0));

    assertThat(folded.revisions())
        .extracting(revision -> revision.values().get("detail_value"), Revision::deletedAt)
        .containsExactly(
            tuple(null, null),
            tuple(2.0, null),
            tuple(null, null),
            tuple(null, at(4)),
            tuple(null, null));
    assertThat(folded.revisions().get(2).seen()).isSameAs(lessDetail);
    assertThat(folded.revisions().get(2).content()).isSameAs(row);
    assertThat(folded.revisions().get(3).content()).isSameAs(row);
    assertThat(folded.revisions().get(3).seen()).isSameAs(gone);
    assertThat(folded.judged()).extracting(Judged::fate).containsOnly(Fate.WRITTEN).hasSize(5);
  }

  @Test
  void leavingOutCountsOnlyForWhatIsThereAndOlder() {
    Sighting row = list("A", 5, 1.0);
    Sighting late = dropped("import", 3, row);
    Sighting gone = dropped("B", 6, row);
    Sighting still = dropped("C", 7, row);
    assertThat(fold(row, late).revisions()).hasSize(1);
    Revisions folded = fold(row, deleted("D", 8), gone, late, still);
    assertThat(folded.revisions()).extracting(Revision::deletedAt).containsExactly(null, at(6));
    assertThat(folded.judged())
        .extracting(Judged::fate)
        .containsExactly(Fate.WRITTEN, Fate.WRITTEN, Fate.DELETED);
  }

  @Test
  void leftOutAndToldInOneCycleIsAsTheLastOneSays() {
    Sighting row = list("A", 1, 1.0);
    Sighting without = dropped("B", 2, row);
    assertThat(fold(row, without, list("B", 3, 1.0)).revisions()).hasSize(1);
    assertThat(last(fold(row, list("B", 2, 1.0), dropped("B", 3, row))).deletedAt())
        .isEqualTo(at(3));
  }

  /** Two harvests that overlap in time, or facets that the provider dates far apart. */
  @Test
  void interleavedCyclesMakeNoRevisionOfTheirOwn() {
    Revisions folded =
        fold(list("A", 1, 1.0), list("B", 2, 1.0), detail("A", 3, 5.0), detail("B", 4, 5.0));
    assertThat(folded.revisions()).hasSize(1);
    assertThat(folded.judged())
        .extracting(Judged::fate)
        .containsExactlyInAnyOrder(Fate.WRITTEN, Fate.WRITTEN, Fate.UNCHANGED, Fate.UNCHANGED);
  }

  @Test
  void contentThatComesBackIsARevisionOfItsOwn() {
    Revisions folded = fold(list("A", 1, 1.0), list("B", 2, 2.0), list("C", 3, 1.0));
    assertThat(folded.revisions()).hasSize(3);
    assertThat(folded.revisions().get(2).contentSha256())
        .isEqualTo(folded.revisions().get(0).contentSha256());
  }

  @Provide
  Arbitrary<List<Sighting>> histories() {
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 5);
    Arbitrary<String> cycles = Arbitraries.of("A", "B", "C");
    Arbitrary<Integer> values = Arbitraries.integers().between(0, 2);
    return Combinators.combine(kinds, cycles, values)
        .as((kind, cycle, value) -> new int[] {kind, cycle.charAt(0), value})
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(
            drafts ->
                IntStream.range(0, drafts.size())
                    .mapToObj(hour -> sighting(drafts.get(hour), hour))
                    .toList());
  }

  private static Sighting sighting(int[] draft, int hour) {
    String cycle = String.valueOf((char) draft[1]);
    return switch (draft[0]) {
      case 0 -> list(cycle, hour, draft[2]);
      case 1 -> detail(cycle, hour, draft[2]);
      case 2 -> deleted(cycle, hour);
      case 3 -> vanished(cycle, hour);
      case 4 -> dropped(cycle, hour, list(cycle, hour, 0));
      default -> dropped(cycle, hour, detail(cycle, hour, 0));
    };
  }

  @Property
  void resultDoesNotDependOnTheOrderOfReading(
      @ForAll("histories") List<Sighting> history, @ForAll long seed) {
    List<Sighting> shuffled = new ArrayList<>(history);
    Collections.shuffle(shuffled, new Random(seed));
    Revisions one = fold(history);
    Revisions two = fold(shuffled);
    assertThat(two.revisions()).isEqualTo(one.revisions());
    assertThat(two.judged()).containsExactlyInAnyOrderElementsOf(one.judged());
  }

  @Property
  void everyRecordGetsExactlyOneFate(@ForAll("histories") List<Sighting> history) {
    Revisions folded = fold(history);
    assertThat(folded.judged())
        .extracting(Judged::sighting)
        .filteredOn(s -> s.kind() != Sighting.Kind.DROPPED)
        .containsExactlyInAnyOrderElementsOf(
            history.stream()
                .filter(s -> List.of(Sighting.Kind.ROW, Sighting.Kind.DELETED).contains(s.kind()))
                .toList());
    assertThat(folded.judged())
        .allSatisfy(
            judged ->
                assertThat(judged.fate())
                    .isIn(
                        switch (judged.sighting().kind()) {
                          case ROW -> List.of(Fate.WRITTEN, Fate.UNCHANGED, Fate.DUPLICATE);
                          case DELETED -> List.of(Fate.DELETED, Fate.DUPLICATE);
                          case DROPPED -> List.of(Fate.WRITTEN);
                          case VANISHED -> List.of();
                        }));
  }

  /** The newest list record of all stands or is left out, whatever cycle it came in. */
  @Property
  void newestRecordOfAFacetStands(@ForAll("histories") List<Sighting> history) {
    Revisions folded = fold(history);
    history.stream()
        .filter(s -> s.ofFacet() && s.row().facet().equals("list"))
        .max(Sighting.MERGE_ORDER)
        .filter(s -> s.kind() == Sighting.Kind.ROW)
        .ifPresent(
            newest ->
                assertThat(last(folded).values())
                    .containsEntry("list_value", newest.row().values().get("list_value")));
  }

  @Property
  void neighbouringRevisionsDiffer(@ForAll("histories") List<Sighting> history) {
    List<Revision> revisions = fold(history).revisions();
    for (int i = 1; i < revisions.size(); i++) {
      Revision one = revisions.get(i - 1);
      Revision two = revisions.get(i);
      assertThat(two.number()).isEqualTo(one.number() + 1);
      assertThat(
              one.contentSha256().equals(two.contentSha256())
                  && (one.deletedAt() == null) == (two.deletedAt() == null))
          .as("revisions %s and %s say the same", one, two)
          .isFalse();
    }
  }
}
