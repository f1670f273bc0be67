package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.normalize.Listings.Absence;
import org.rudolphine.transform.normalize.Listings.Gone;
import org.rudolphine.transform.normalize.Listings.Judgement;
import org.rudolphine.transform.normalize.Listings.Listing;

class ListingsTest {

  /** A listing with its ids, which are numbers: each is a group of its own. */
  private record Listed(Listing listing, Set<Integer> ids) {}

  private record Members(Map<Listing, Set<Integer>> ids) implements Listings.Members {
    @Override
    public Set<Integer> groups(Listing listing) {
      return ids.get(listing);
    }

    @Override
    public long size(int group) {
      return 1;
    }

    @Override
    public List<String> examples(Set<Integer> groups) {
      return groups.stream().sorted().limit(3).map("id-%03d"::formatted).toList();
    }
  }

  /** Ids from one number up to, without, another. */
  private static Set<Integer> ids(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  private static Listed listing(String scope, int hour, Set<Integer> ids) {
    return new Listed(new Listing(scope, "b" + hour, "c" + hour, at(hour), at(hour), true), ids);
  }

  private static Gone gone(int id, Listed listing) {
    return new Gone(id, Absence.from(listing.listing()));
  }

  private static Judgement judge(double allowed, Listed... listings) {
    Map<Listing, Set<Integer>> ids = new HashMap<>();
    for (Listed listed : listings) {
      ids.put(listed.listing(), listed.ids());
    }
    List<Listing> given = Arrays.stream(listings).map(Listed::listing).toList();
    return Listings.judge("gwosc", given, allowed, new Members(ids));
  }

  @Test
  void whatASecondListingLacksHasVanished() {
    Listed second = listing("events", 2, ids(1, 10));
    Judgement judgement = judge(0.2, listing("events", 1, ids(0, 10)), second);
    assertThat(judgement.gone()).containsExactly(gone(0, second));
    assertThat(judgement.refusals()).isEmpty();
  }

  @Test
  void listingThatLacksAThirdIsNotBelievedAndSaysSo() {
    Judgement judgement =
        judge(0.2, listing("events", 1, ids(0, 90)), listing("events", 2, ids(30, 90)));
    assertThat(judgement.gone()).isEmpty();
    assertThat(judgement.refusals())
        .singleElement()
        .asString()
        .contains("gwosc", "events", "lacks 30 of 90", "33 %", "allowed 20 %", "id-000")
        .contains("sources.gwosc.max-vanish-fraction", "--rebuild");
  }

  @Test
  void refusalOfAnEarlierRunIsNotRepeated() {
    Listed old = new Listed(new Listing("events", "b2", "c2", at(2), at(2), false), ids(30, 90));
    Judgement judgement = judge(0.2, listing("events", 1, ids(0, 90)), old);
    assertThat(judgement.gone()).isEmpty();
    assertThat(judgement.refusals()).isEmpty();
  }

  /** 0.29 * 100 is 28.999999999999996 in binary: the fraction must not be multiplied. */
  @Test
  void exactlyTheAllowedFractionIsBelieved() {
    assertThat(judge(0.29, listing("e", 1, ids(0, 100)), listing("e", 2, ids(29, 100))).gone())
        .hasSize(29);
    assertThat(judge(0.29, listing("e", 1, ids(0, 100)), listing("e", 2, ids(30, 100))).gone())
        .isEmpty();
    assertThat(judge(1.0, listing("e", 1, ids(0, 3)), listing("e", 2, Set.of())).gone()).hasSize(3);
    assertThat(judge(0.0, listing("e", 1, ids(0, 3)), listing("e", 2, ids(1, 3))).refusals())
        .hasSize(1);
    assertThat(judge(0.0, listing("e", 1, ids(0, 3)), listing("e", 2, ids(0, 3))).refusals())
        .isEmpty();
  }

  @Test
  void idThatReappearsCanVanishAgain() {
    Listed second = listing("e", 2, ids(1, 10));
    Listed fourth = listing("e", 4, ids(1, 10));
    Judgement judgement =
        judge(0.5, listing("e", 1, ids(0, 10)), second, listing("e", 3, ids(0, 10)), fourth);
    assertThat(judgement.gone()).containsExactly(gone(0, second), gone(0, fourth));
  }

  @Test
  void whatIsGoneIsReportedOnce() {
    Listed second = listing("e", 2, ids(1, 10));
    Judgement judgement =
        judge(0.5, listing("e", 1, ids(0, 10)), second, listing("e", 3, ids(1, 10)));
    assertThat(judgement.gone()).containsExactly(gone(0, second));
  }

  @Test
  void scopesDoNotSpeakOfEachOther() {
    Judgement judgement = judge(0.2, listing("one", 1, ids(0, 10)), listing("two", 2, ids(5, 10)));
    assertThat(judgement.gone()).isEmpty();
    assertThat(judgement.refusals()).isEmpty();
  }

  @Test
  void listingGivenLateIsTakenAtItsDate() {
    Listed newer = listing("e", 5, ids(1, 10));
    Judgement judgement = judge(0.5, newer, listing("e", 1, ids(0, 10)));
    assertThat(judgement.gone()).containsExactly(gone(0, newer));
  }

  @Test
  void afterARefusalTheLackingStayKnown() {
    Judgement judgement =
        judge(
            0.2,
            listing("e", 1, ids(0, 90)),
            listing("e", 2, ids(30, 90)),
            listing("e", 3, ids(1, 90)));
    assertThat(judgement.gone()).extracting(Gone::group).containsExactly(0);
  }
}
