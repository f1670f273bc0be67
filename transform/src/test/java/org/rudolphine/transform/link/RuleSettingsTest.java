package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleSettingsTest {

  @Test
  void namesThePathOfWhatIsMissingOrOutOfRange() {
    RuleSettings settings = new RuleSettings("r", Map.of("a", -1L, "b", 2.0, "c", "text"));
    assertThatThrownBy(() -> settings.text("x")).hasMessageContaining("link.rules.r.x");
    assertThatThrownBy(() -> settings.atLeast(1, "a")).hasMessageContaining("link.rules.r.a is -1");
    assertThatThrownBy(() -> settings.fraction("b")).hasMessageContaining("link.rules.r.b is 2.0");
    assertThatThrownBy(() -> settings.positive("c")).hasMessageContaining("is text, but must be");
  }

  @Test
  void rulesAreMadeFromTheirClassAndRunInOrder() {
    LinkRules rules =
        LinkRules.of(List.of(GwSamples.remnantSettings(), GwSamples.parameterSettings()));
    assertThat(rules.all()).extracting(LinkRule::id).containsExactly("gw-parameters", "gw-remnant");
    assertThat(rules.withDependants(List.of("gw-parameters"))).hasSize(2);
    assertThat(rules.withDependants(List.of("gw-remnant")))
        .extracting(LinkRule::id)
        .containsExactly("gw-remnant");
    assertThatThrownBy(() -> rules.withDependants(List.of("gw-remnants")))
        .hasMessageContaining("gw-remnants")
        .hasMessageContaining("gw-parameters, gw-remnant");
  }

  @Test
  void aClassThatIsNoRuleIsRefused() {
    for (String name : List.of("no.such.Rule", "java.lang.String")) {
      assertThatThrownBy(() -> LinkRules.of(List.of(new RuleSettings("r", Map.of("class", name)))))
          .hasMessageContaining("link.rules.r.class")
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> LinkRules.of(List.of(GwSamples.remnantSettings())))
        .hasMessageContaining("gw-remnant rests on gw-parameters");
  }
}
