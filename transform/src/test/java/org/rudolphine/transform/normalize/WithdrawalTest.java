package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithdrawalTest {
  private static final Map<String, Object> FIRST = Map.of("version", 1, "source_type", "I");

  @Test
  void sourceTypeOfTheLastVersionDecides() {
    assertThat(Withdrawal.basis(List.of(Map.of("version", 1), FIRST), null))
        .isEqualTo("source_type");
    assertThat(Withdrawal.basis(List.of(FIRST, Map.of("version", 2)), null)).isNull();
    assertThat(Withdrawal.basis(List.of(FIRST, Map.of("version", 2, "source_type", "D")), null))
        .isNull();
    assertThat(Withdrawal.basis(List.of(), null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Withdrawn",
        "Paper withdrawn",
        "withdrawn by the authors due to an error in Theorem 2",
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "5 pages, 1 figure. This paper has been withdrawn",
        "This submission has been withdrawn by arXiv administrators",
        "This paper and abstract have been withdrawn",
        "Due to an error in Section 3 this paper has been withdrawn",
        "12 pages; paper has been retracted by its authors",
        "The article is temporarily withdrawn and will be replaced",
        "Retracted."
      })
  void commentsThatSaySo(String comment) {
    assertThat(Withdrawal.basis(List.of(), comment)).isEqualTo("comment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 pages",
        "supersedes the withdrawn paper 0712.3456",
        "This paper replaces arXiv:0712.3456, which has been withdrawn by the authors",
        "Replaces the paper withdrawn by the author",
        "The claim of Section 3 is withdrawn",
        "Theorem 2 has been withdrawn by the authors",
        "An earlier version was withdrawn by arXiv",
        "On the energy withdrawn from a black hole",
        "The charge that is withdrawn in each cycle is measured; 4 figures"
      })
  void commentsThatSpeakOfSomethingElse(String comment) {
    assertThat(Withdrawal.basis(List.of(), comment)).isNull();
  }
}
