package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which files of a detector an event at second 1000 is looked for in; 64 s around it count. */
class StrainChoiceTest {
  private static final double GPS = 1000;
  private static final Provenance PROVENANCE =
      new Provenance(Instant.EPOCH, List.of("0"), Set.of("unknown"), "yes");

  private static StrainSegment file(String name, double start, double seconds, double rate) {
    return segment(name, 0, "R1", start, (int) (seconds * rate), rate, null);
  }

  private static StrainSegment segment(
      String name,
      int chunk,
      String release,
      double start,
      int samples,
      double rate,
      String timingNote) {
    return new StrainSegment(
        "sha-" + name, chunk, name, release, "H1", start, rate, samples, timingNote, PROVENANCE);
  }

  private static StrainChoice choose(StrainSegment... segments) {
    GwEvent parameters =
        new GwEvent(
            "GW1-v1",
            "GW1",
            0.9,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT);
    StrainEvent event =
        new StrainEvent(parameters, GPS, Set.of("GW1"), Measured.ABSENT, null, PROVENANCE);
    return StrainChoice.of(event, List.of(segments), 64);
  }

  private static List<String> names(StrainChoice choice) {
    return choice.segments().get("H1").stream().map(StrainSegment::fileName).toList();
  }

  @Test
  void filesThatFollowOnTheOneThatHoldsTheEventAreReadWithIt() {
    StrainChoice choice =
        choose(
            file("c", 1020, 30, 4096),
            file("a", 960, 30, 4096),
            file("b", 990, 30, 4096),
            file("later", 1051, 10, 4096));
    assertThat(names(choice)).containsExactly("a", "b", "c");
    assertThat(choice.reasons())
        .containsOnlyKeys("sha-later|0")
        .containsEntry(
            "sha-later|0",
            "no current event lies in it, and it does not follow without a gap on what of H1 is"
                + " used for GW1-v1: b");
  }

  @Test
  void ofOneFileAllChunksAreRead() {
    StrainChoice choice =
        choose(
            segment("a", 1, "R1", 1004, 4096, 4096, null),
            segment("a", 0, "R1", 980, 24 * 4096, 4096, null));
    assertThat(choice.segments().get("H1")).extracting(StrainSegment::chunk).containsExactly(0, 1);
  }

  @Test
  void otherRatesReleasesAndOverlappingFilesAreNotPutTogether() {
    StrainChoice choice =
        choose(
            file("a", 990, 30, 4096),
            file("rate", 1020, 30, 16384),
            segment("release", 0, "R2", 1020, 30 * 4096, 4096, null),
            file("overlap", 1019, 30, 4096));
    assertThat(names(choice)).containsExactly("a");
    assertThat(choice.reasons()).hasSize(3);
  }

  @Test
  void aFileThatCoversLessIsPassedOverByName() {
    StrainChoice choice = choose(file("short", 990, 30, 4096), file("long", 900, 200, 4096));
    assertThat(names(choice)).containsExactly("long");
    assertThat(choice.reasons())
        .containsEntry("sha-short|0", "another file of H1 is used for GW1-v1: long");
  }

  /** Two short files together cover more than one that is longer than either. */
  @Test
  void filesCountWithThoseThatFollowOnThem() {
    StrainChoice choice =
        choose(
            file("one", 980, 60, 4096), file("left", 970, 40, 4096), file("right", 1010, 40, 4096));
    assertThat(names(choice)).containsExactly("left", "right");
  }

  @Test
  void ofEqualCoverTheLowerRateThenTheNewerNameIsTaken() {
    assertThat(names(choose(file("x", 990, 30, 16384), file("a", 990, 30, 4096))))
        .containsExactly("a");
    assertThat(names(choose(file("R1", 990, 30, 4096), file("R2", 990, 30, 4096))))
        .containsExactly("R2");
  }

  @Test
  void whatLiesAtWrongTimesIsNeitherTakenNorPutToAnother() {
    StrainChoice choice =
        choose(
            file("good", 990, 30, 4096),
            segment("bad", 0, "R1", 1020, 30 * 4096, 4096, "wrong times"));
    assertThat(names(choice)).containsExactly("good");
    assertThat(choice.refused()).isEmpty();
    StrainChoice none = choose(segment("bad", 0, "R1", 990, 30 * 4096, 4096, "wrong times"));
    assertThat(none.segments()).isEmpty();
    assertThat(none.reason()).isEqualTo("H1: bad: wrong times");
  }

  @Test
  void filesWithoutSamplesEndTheSearch() {
    assertThat(names(choose(file("a", 990, 30, 4096), file("empty", 1020, 0, 4096))))
        .containsExactly("a");
  }
}
