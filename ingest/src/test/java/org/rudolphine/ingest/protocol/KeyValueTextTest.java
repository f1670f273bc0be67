package org.rudolphine.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyValueTextTest {

  @Test
  void entriesAreReadAndAllElseIsPassedOver() {
    String text =
        """
        # Metadata of a run
        ------------------------------
        simulation-name = 0305/Lev6
        alternative-names = PRIVATE:BBH:0225, SXS:BBH:0305
        relaxed-spin1 =
        # remnant-mass = 0.5
          eos = polytrope(kappa=92.12,gamma=2)
        no entry here
        simulation-name = last one wins
        """;

    assertThat(KeyValueText.entries(text))
        .containsExactly(
            Map.entry("simulation_name", "last one wins"),
            Map.entry("alternative_names", "PRIVATE:BBH:0225, SXS:BBH:0305"),
            Map.entry("relaxed_spin1", ""),
            Map.entry("eos", "polytrope(kappa=92.12,gamma=2)"));
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("entries") Map<String, String> entries) {
    StringBuilder text = new StringBuilder("# header\n----------\n");
    entries.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));

    Map<String, String> expected = new LinkedHashMap<>();
    entries.forEach((key, value) -> expected.put(key.replace('-', '_'), value.strip()));
    assertThat(KeyValueText.entries(text.toString())).isEqualTo(expected);
  }

  @Property
  void noTextMakesItFail(@ForAll String text) {
    assertThat(KeyValueText.entries(text)).isNotNull();
  }

  @Provide
  Arbitrary<Map<String, String>> entries() {
    Arbitrary<String> keys =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars('-')
            .ofMinLength(1)
            .ofMaxLength(20)
            .map(key -> "k" + key);
    Arbitrary<String> values = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30);
    return Arbitraries.maps(keys, values).ofMaxSize(8);
  }
}
