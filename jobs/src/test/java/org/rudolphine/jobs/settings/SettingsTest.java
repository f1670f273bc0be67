package org.rudolphine.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.SourceSettings;

/** What settings resolve to. */
class SettingsTest {
  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static Settings set(String... assignments) throws IOException {
    return Settings.load(List.of(), List.of(assignments));
  }

  @Test
  void loadsEverySourceThatIsPacked() throws IOException {
    TreeSet<String> files = new TreeSet<>();
    Path conf = Path.of(System.getProperty("rudolphine.root"), "conf", "sources");
    try (Stream<Path> sources = Files.list(conf)) {
      sources.forEach(f -> files.add(f.getFileName().toString().replace(".yaml", "")));
    }
    files.add("foo"); // stands on the class path of the tests only
    Settings settings = set();
    assertThat(settings.sourceIds()).containsExactlyElementsOf(files).contains("gwosc", "arxiv");
    assertThat(settings.harvestable()).contains("gwosc", "sxs", "rit").doesNotContain("gaia");
    assertThat(settings.ruleIds())
        .containsExactly(
            "gw-parameters",
            "gw-remnant",
            "gw-strain",
            "hep-conditions",
            "hep-distributions",
            "hep-stated",
            "hepdata-pairs",
            "hepdata-theory",
            "literature",
            "tmr-correlations",
            "tmr-curves",
            "tmr-profiles",
            "tmr-theory");
    for (String id : settings.sourceIds()) {
      SourceSettings source = settings.source(id);
      assertThat(source.text("title")).as(id).isNotEmpty();
      assertThat(source.lane()).as(id).isNotEmpty();
      assertThat(source.readTimeout()).as(id).isPositive();
      assertThat(source.window().isZero()).as(id).isFalse();
      assertThat(source.rejectThreshold()).as(id).isBetween(0.0, 1.0);
      assertThat(source.maxAttempts()).as(id).isPositive();
      assertThat(source.allowedHosts()).as(id).isNotNull();
    }
    assertThat(settings.text("lake")).isEqualTo("./lake");
  }

  @Test
  void letsLaterLayersWin() throws IOException {
    String one = file("1.yaml", "lake: /one\nsources: {gwosc: {lane: one, max-attempts: 1}}\n");
    String two = file("2.yaml", "lake: /two\nsources: {gwosc: {lane: two}}\n");
    Settings files = Settings.load(List.of(one, two), List.of());
    assertThat(files.text("lake")).isEqualTo("/two");
    assertThat(files.source("gwosc").lane()).isEqualTo("two");
    assertThat(files.source("gwosc").maxAttempts()).isEqualTo(1);
    assertThat(Settings.load(List.of(two, one), List.of()).text("lake")).isEqualTo("/one");
    Settings set = Settings.load(List.of(one, two), List.of("lake=/three", "lake=/four"));
    assertThat(set.text("lake")).isEqualTo("/four");
  }

  @Test
  void givesEverySourceTheDefaultsUnlessItSaysOtherwise() throws IOException {
    Settings settings =
        set("source-defaults.max-attempts=9", "sources.gwosc.max-attempts=2", "lake=a=b");
    assertThat(settings.source("sxs").maxAttempts()).isEqualTo(9);
    assertThat(settings.source("gwosc").maxAttempts()).isEqualTo(2);
    assertThat(settings.source("gaia").lane()).as("its own lane").isEqualTo("gaia");
    assertThat(settings.text("lake")).isEqualTo("a=b");
  }

  @Test
  void readsListsNumbersAndTextFromTheCommandLine() throws IOException {
    for (String list : List.of("a.org, b.org", "[a.org,b.org]", "[\"a.org\", \"b.org\"]")) {
      assertThat(set("sources.gwosc.allowed-hosts=" + list).source("gwosc").allowedHosts())
          .as(list)
          .containsExactly("a.org", "b.org");
    }
    for (String none : List.of("", "[]")) {
      assertThat(set("sources.gwosc.allowed-hosts=" + none).source("gwosc").allowedHosts())
          .isEmpty();
    }
    assertThat(set("source-defaults.reject-threshold=1").source("sxs").rejectThreshold())
        .isEqualTo(1.0);
    assertThat(set("link.rules.gw-parameters.accept-score=1e-3").rule("gw-parameters"))
        .containsEntry("accept-score", 0.001);
    assertThat(set("sources.gwosc.user-agent-contact=7").source("gwosc").userAgentContact())
        .isEqualTo("7");
  }

  @Test
  void takesWholeNumbersForFractionsInFilesToo() throws IOException {
    String file = file("f.yaml", "source-defaults:\n  reject-threshold: 1\n");
    assertThat(Settings.load(List.of(file), List.of()).source("sxs").rejectThreshold())
        .isEqualTo(1.0);
  }

  @Test
  void takesAnEmptyFile() throws IOException {
    for (String content : List.of("", "# nothing\n", "\n")) {
      Settings settings = Settings.load(List.of(file("empty.yaml", content)), List.of());
      assertThat(settings.sha256()).isEqualTo(set().sha256());
    }
  }

  @Test
  void learnsANewSourceFromTheBlockThatNamesItsClass() throws IOException {
    String block =
        """
        sources:
          bar:
            source-class: org.example.BarSource
            min-interval: PT9S
            reject-threshold: 1
            depth: 3
            parts: [a, b]
        """;
    String own = file("bar.yaml", block);
    String later = file("later.yaml", "sources: {bar: {depth: 4, max-attempts: 2}}");
    Settings settings = Settings.load(List.of(own, later), List.of("sources.bar.parts=c"));
    assertThat(settings.harvestable()).contains("bar");
    SourceSettings bar = settings.source("bar");
    assertThat(bar.integer("depth")).isEqualTo(4);
    assertThat(bar.texts("parts")).containsExactly("c");
    assertThat(bar.minInterval()).hasSeconds(9);
    assertThat(bar.maxAttempts()).isEqualTo(2);
    assertThat(bar.rejectThreshold()).isEqualTo(1.0);
    assertThat(bar.redistribute()).as("from the defaults").isEqualTo("unknown");
  }

  @Test
  void learnsANewRuleFromTheBlockThatNamesItsClass() throws IOException {
    String file =
        file("r.yaml", "link:\n  rules:\n    mine:\n      class: org.example.Mine\n      cap: 7\n");
    Settings settings = Settings.load(List.of(file), List.of("link.rules.mine.cap=8"));
    assertThat(settings.ruleIds()).contains("mine", "gw-remnant");
    assertThat(settings.rule("mine")).isEqualTo(Map.of("class", "org.example.Mine", "cap", 8L));
  }

  @Test
  void tellsContentFromWhereAndHowItIsFetched() throws IOException {
    String plain = set().sha256();
    for (String elsewhere :
        List.of(
            "lake=/x",
            "spark.master=local[1]",
            "sources.gwosc.base-url=http://127.0.0.1:1",
            "sources.gwosc.min-interval=PT9S",
            "sources.sxs.allowed-hosts=a.org",
            "source-defaults.read-timeout=PT1S",
            "source-defaults.user-agent-contact=a@example.org")) {
      assertThat(set(elsewhere).sha256()).as(elsewhere).isEqualTo(plain);
    }
    for (String content :
        List.of(
            "link.rules.gw-parameters.draws=1",
            "sources.gwosc.redistribute=no",
            "sources.gwosc.reject-threshold=0.5",
            "source-defaults.max-vanish-fraction=0.9",
            "sources.gwosc.tables=x",
            "sources.gwosc.route=v1",
            "release.profile=full")) {
      assertThat(set(content).sha256()).as(content).isNotEqualTo(plain);
    }
    assertThat(set().sha256()).isEqualTo(plain).hasSize(64);
  }

  @Test
  void goesBackToTheContentOfAManifest() throws IOException {
    Settings then =
        set(
            "lake=/then",
            "link.rules.gw-parameters.accept-score=1e-12",
            "link.rules.gw-parameters.draws=17",
            "sources.gwosc.tables=[\"a, b\", \"[c]\"]",
            "sources.gwosc.citation= with = and , and \"quotes\"",
            "sources.sxs.reject-threshold=0.5");
    Settings now =
        set("lake=/now", "sources.gwosc.max-vanish-fraction=0.9", "release.profile=full");
    Settings back = now.overriddenBy(then.ofContent());
    assertThat(back.ofContent()).isEqualTo(then.ofContent());
    assertThat(back.sha256()).isEqualTo(then.sha256());
    assertThat(back.text("lake")).isEqualTo("/now");
    assertThat(back.source("gwosc").texts("tables")).containsExactly("a, b", "[c]");
    assertThat(back.source("sxs").rejectThreshold()).isEqualTo(0.5);
    assertThat(back.source("gwosc").maxVanishFraction()).as("not then").isEqualTo(0.2);
    assertThat(set().overriddenBy(set().ofContent()).ofContent()).isEqualTo(set().ofContent());
  }

  @Test
  void refusesContentThatItDoesNotKnow() throws IOException {
    Settings settings = set();
    assertThatThrownBy(() -> settings.overriddenBy(Map.of("link.rules.gone.draws", "1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("link.rules.gone.draws");
    assertThatThrownBy(
            () -> settings.overriddenBy(Map.of("link.rules.gw-parameters.draws", "many")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("link.rules.gw-parameters.draws must be a whole number");
  }

  @Test
  void saysWhichSourceOrRuleOrSettingThereIsNot() throws IOException {
    Settings settings = set();
    assertThatThrownBy(() -> settings.source("gwsoc"))
        .hasMessage("No source is called gwsoc; did you mean gwosc?");
    assertThatThrownBy(() -> settings.source("quite-something-else"))
        .hasMessage("No source is called quite-something-else");
    assertThatThrownBy(() -> settings.rule("gw-remnants"))
        .hasMessage("No rule is called gw-remnants; did you mean gw-remnant?");
    assertThatThrownBy(() -> settings.text("no.such")).hasMessageContaining("no.such");
  }
}
