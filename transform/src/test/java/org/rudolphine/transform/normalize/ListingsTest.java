package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.normalize.Listings.Finding;
import org.rudolphine.transform.normalize.Listings.Listing;
import org.rudolphine.transform.normalize.Listings.Vanished;

class ListingsTest {

  /** Ids from one number up to, without, another. */
  private static Set<String> ids(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "id-%03d".formatted(i))
        .collect(Collectors.toSet());
  }

  private static Listing listing(String scope, int hour, Set<String> ids) {
    return new Listing(scope, "b" + hour, "c" + hour, at(hour), at(hour), ids, true);
  }

  private static Finding compare(double allowed, Listing... listings) {
    return Listings.compare("gwosc", List.of(listings), allowed);
  }

  @Test
  void whatASecondListingLacksHasVanished() {
    Listing second = listing("events", 2, ids(1, 10));
    Finding finding = compare(0.2, listing("events", 1, ids(0, 10)), second);
    assertThat(finding.vanished()).containsExactly(new Vanished("id-000", second));
    assertThat(finding.refusals()).isEmpty();
  }

  @Test
  void listingThatLacksAThirdIsNotBelievedAndSaysSo() {
    Finding finding =
        compare(0.2, listing("events", 1, ids(0, 90)), listing("events", 2, ids(30, 90)));
    assertThat(finding.vanished()).isEmpty();
    assertThat(finding.refusals())
        .singleElement()
        .asString()
        .contains("gwosc", "events", "lacks 30 of 90", "33 %", "allowed 20 %", "id-000")
        .contains("sources.gwosc.max-vanish-fraction", "--rebuild");
  }

  @Test
  void refusalOfAnEarlierRunIsNotRepeated() {
    Listing old = new Listing("events", "b2", "c2", at(2), at(2), ids(30, 90), false);
    Finding finding = compare(0.2, listing("events", 1, ids(0, 90)), old);
    assertThat(finding.vanished()).isEmpty();
    assertThat(finding.refusals()).isEmpty();
  }

  /** 0.29 * 100 is 28.999999999999996 in binary: the fraction must not be multiplied. */
  @Test
  void exactlyTheAllowedFractionIsBelieved() {
    assertThat(
            compare(0.29, listing("e", 1, ids(0, 100)), listing("e", 2, ids(29, 100))).vanished())
        .hasSize(29);
    assertThat(
            compare(0.29, listing("e", 1, ids(0, 100)), listing("e", 2, ids(30, 100))).vanished())
        .isEmpty();
    assertThat(compare(1.0, listing("e", 1, ids(0, 3)), listing("e", 2, Set.of())).vanished())
        .hasSize(3);
    assertThat(compare(0.0, listing("e", 1, ids(0, 3)), listing("e", 2, ids(1, 3))).refusals())
        .hasSize(1);
    assertThat(compare(0.0, listing("e", 1, ids(0, 3)), listing("e", 2, ids(0, 3))).refusals())
        .isEmpty();
  }

  @Test
  void idThatReappearsCanVanishAgain() {
    Listing second = listing("e", 2, ids(1, 10));
    Listing fourth = listing("e", 4, ids(1, 10));
    Finding finding =
        compare(0.5, listing("e", 1, ids(0, 10)), second, listing("e", 3, ids(0, 10)), fourth);
    assertThat(finding.vanished())
        .containsExactly(new Vanished("id-000", second), new Vanished("id-000", fourth));
  }

  @Test
  void whatIsGoneIsReportedOnce() {
    Listing second = listing("e", 2, ids(1, 10));
    Finding finding =
        compare(0.5, listing("e", 1, ids(0, 10)), second, listing("e", 3, ids(1, 10)));
    assertThat(finding.vanished()).containsExactly(new Vanished("id-000", second));
  }

  @Test
  void scopesDoNotSpeakOfEachOther() {
    Finding finding = compare(0.2, listing("one", 1, ids(0, 10)), listing("two", 2, ids(5, 10)));
    assertThat(finding.vanished()).isEmpty();
    assertThat(finding.refusals()).isEmpty();
  }

  @Test
  void listingGivenLateIsTakenAtItsDate() {
    Listing newer = listing("e", 5, ids(1, 10));
    Finding finding = compare(0.5, newer, listing("e", 1, ids(0, 10)));
    assertThat(finding.vanished()).containsExactly(new Vanished("id-000", newer));
  }

  @Test
  void afterARefusalTheLackingStayKnown() {
    Finding finding =
        compare(
            0.2,
            listing("e", 1, ids(0, 90)),
            listing("e", 2, ids(30, 90)),
            listing("e", 3, ids(1, 90)));
    assertThat(finding.vanished()).extracting(Vanished::nativeId).containsExactly("id-000");
  }
}
