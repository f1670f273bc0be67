package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArxivAuthorsTest {

  /** {@code key|fore|suffix[affiliations]} of each author. */
  private static String parsed(String line) {
    return ArxivAuthors.parse(line).stream()
        .map(
            name ->
                name.keyname()
                    + "/"
                    + (name.forenames() == null ? "" : name.forenames())
                    + (name.suffix() == null ? "" : "/" + name.suffix())
                    + (name.affiliations().isEmpty() ? "" : name.affiliations()))
        .collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A. Author | Author/A.",
        "A. Author, B.C. Writer and D. Penner | Author/A.; Writer/B. C.; Penner/D.",
        "A. Author, B. Writer, and D. Penner | Author/A.; Writer/B.; Penner/D.",
        "A. Author & B. Writer; C.-P. Penner | Author/A.; Writer/B.; Penner/C.-P.",
        "C. Bal\\'azs, {\\O}. Elgar{\\o}y, Ren\\'e Descartes"
            + " | Balázs/C.; Elgarøy/Ø.; Descartes/René",
        "\\v{S}r\\'{a}mek, Ata\\\"{\\i} | Šrámek/; Ataï/",
        "A. Abdumalikov Jr., Neal J. Evans II, J. Doe, III"
            + " | Abdumalikov/A./Jr.; Evans/Neal J./II; Doe/J./III",
        "U. Barres de Almeida, Bart J. van Wees, Alessandro De Paris, C. Le Bris"
            + " | de Almeida/U. Barres; van Wees/Bart J.; De Paris/Alessandro; Bris/C. Le",
        "Ludwig van der Waals, O'Brien, Madonna | van der Waals/Ludwig; O'Brien/; Madonna/",
        "The BABAR Collaboration: B. Aubert, et al. | The BABAR Collaboration/; Aubert/B.",
        "HESS Collaboration, A. Author et al | HESS Collaboration/; Author/A.",
        "A. Author (Oxford), B. Writer (INP, Moscow (Russia))"
            + " | Author/A.[Oxford]; Writer/B.[INP, Moscow (Russia)]",
        "A. Author (1), B. Writer (1,2) and C. Penner (2) ((1) CREST, Japan, (2) Kurchatov)"
            + " | Author/A.[CREST, Japan]; Writer/B.[CREST, Japan, Kurchatov]; Penner/C.[Kurchatov]",
        "A. Author (1 and 2), B. Writer (3) ((1) X (2) Y) | Author/A.[X, Y]; Writer/B.[3]",
        "A. Author (unclosed, B. Writer | Author/A.[unclosed, B. Writer]",
        "Sandy Andersson, Rolland Anders | Andersson/Sandy; Anders/Rolland"
      })
  void linesAreReadAsPeopleWriteThem(String line, String expected) {
    assertThat(parsed(line)).isEqualTo(expected);
  }

  /** Both notations of one name: as in a TeX line, and as the provider lists it. */
  @Test
  void namesHaveOneFormHoweverTheyWereGiven() {
    PersonName listed = PersonName.of("Yuan", "C. -P.", "", List.of());
    assertThat(ArxivAuthors.parse("C.-P. Yuan")).containsExactly(listed);
    assertThat(PersonName.of("F\\ü{\\ß}ling", "M.", null, List.of()))
        .isEqualTo(PersonName.of("Füßling", "M.", null, List.of()));
    assertThat(PersonName.of("", "M.", null, List.of())).isNull();
  }

  @Test
  void addressesAreLeftOut() {
    assertThat(parsed("A. Author (a.author@example.org)")).doesNotContain("@");
  }

  @Property
  void neverFailsAndNamesNobodyWithoutAName(@ForAll String line) {
    assertThat(ArxivAuthors.parse(line))
        .allSatisfy(name -> assertThat(name.keyname()).isNotBlank());
  }
}
