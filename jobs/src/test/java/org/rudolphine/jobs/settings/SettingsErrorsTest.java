package org.rudolphine.jobs.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that cannot be used are refused in one line: where, what, and what would be right. */
class SettingsErrorsTest {
  @TempDir Path folder;

  private void assertRefused(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("my settings.yaml"), yaml);
    assertThatThrownBy(() -> Settings.load(List.of(file.toString()), List.of()))
        .as(yaml)
        .isInstanceOf(SettingsException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  private void assertRefusedBecause(String yaml, String... parts) throws IOException {
    Path file = Files.writeString(folder.resolve("my settings.yaml"), yaml);
    assertThatThrownBy(() -> Settings.load(List.of(file.toString()), List.of()))
        .as(yaml)
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(parts)
        .message()
        .hasLineCount(1);
  }

  private static void assertNotSet(String assignment, String message) {
    assertThatThrownBy(() -> Settings.load(List.of(), List.of(assignment)))
        .as(assignment)
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void unknownNames() throws IOException {
    assertRefused(
        "# comment\nlake: x\nsources:\n  gwosc:\n    min-intervall: PT1S\n",
        "FILE line 5: no setting is called sources.gwosc.min-intervall;"
            + " did you mean sources.gwosc.min-interval?");
    assertRefused(
        "sources:\n  gaia:\n    max-atempts: 1\n",
        "FILE line 3: no setting is called sources.gaia.max-atempts;"
            + " did you mean sources.gaia.max-attempts?");
    assertRefused("lakes: x\n", "FILE line 1: no setting is called lakes; did you mean lake?");
    assertRefused(
        "sources:\n  nobody-knows-this-one:\n    title: x\n",
        "FILE line 3: no setting is called sources.nobody-knows-this-one.title");
    assertRefusedBecause("sources:\n  gwosc: 3\n", "line 2: no setting is called sources.gwosc");
    assertNotSet(
        "link.rules.gw-parameters.drws=1",
        "--set: no setting is called link.rules.gw-parameters.drws;"
            + " did you mean link.rules.gw-parameters.draws?");
  }

  @Test
  void wrongTypes() throws IOException {
    assertRefused(
        "sources:\n  gwosc:\n    max-attempts: many\n",
        "FILE line 3: sources.gwosc.max-attempts must be a whole number, not \"many\"");
    assertRefused(
        "source-defaults:\n  max-attempts: 1.5\n",
        "FILE line 2: source-defaults.max-attempts must be a whole number, not a number 1.5");
    assertRefused(
        "source-defaults:\n  allowed-hosts: a.org\n",
        "FILE line 2: source-defaults.allowed-hosts must be a list, not \"a.org\"");
    assertRefused("lake: [a]\n", "FILE line 1: lake must be text, not a list [a]");
    assertNotSet(
        "source-defaults.max-attempts=x",
        "--set: source-defaults.max-attempts must be a whole number, not \"x\"");
    assertNotSet("lake", "--set takes key=value, not lake");
    assertNotSet("=x", "--set takes key=value, not =x");
  }

  @Test
  void wrongTypesInABlockThatIsNew() throws IOException {
    assertRefused(
        "sources:\n  foo:\n    source-class: org.example.Foo\n    max-attempts: many\n",
        "FILE line 4: sources.foo.max-attempts must be a whole number, not \"many\"");
    assertRefusedBecause(
        "sources:\n  ../foo:\n    source-class: org.example.Foo\n", "line 3", "../foo");
    assertRefusedBecause("sources:\n  Foo:\n    source-class: org.example.Foo\n", "line 3", "Foo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "min-interval: 3 | is an ISO-8601 duration such as PT3S, not 3",
        "min-interval: -PT3S | must not be negative: -PT3S",
        "read-timeout: P1M | is an ISO-8601 duration such as PT3S, not P1M",
        "retry-base: \"\" | is an ISO-8601 duration such as PT3S, not ",
        "window: PT1H | is an ISO-8601 period such as P1M, not PT1H",
        "window: P0D | must be longer than nothing: P0D",
        "overlap: P-1D | must not be negative: P-1D",
        "reject-threshold: 1.01 | is a fraction from 0 to 1, not 1.01",
        "max-vanish-fraction: -0.1 | is a fraction from 0 to 1, not -0.1",
        "max-attempts: 0 | must be at least 1, not 0",
        "max-body-bytes: -5 | must be at least 1, not -5",
        "base-url: gwosc.org | is an http or https URL, not gwosc.org",
        "base-url: ftp://gwosc.org | is an http or https URL, not ftp://gwosc.org",
      })
  void valuesOutOfRange(String line, String why) throws IOException {
    String key = line.substring(0, line.indexOf(':'));
    String message =
        "FILE line 3: sources.gwosc." + key + " " + (why.endsWith("not") ? why + " " : why);
    assertRefused("sources:\n  gwosc:\n    " + line + "\n", message);
  }

  @Test
  void wordsOutsideTheirList() {
    assertNotSet(
        "sources.gwosc.redistribute=maybe",
        "--set: sources.gwosc.redistribute is one of"
            + " [attribution, no, non_commercial, share_alike, unknown, yes], not maybe");
  }

  @Test
  void filesThatCannotBeRead() {
    assertThatThrownBy(() -> Settings.load(List.of(folder + "/none.yaml"), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(
            "Settings file " + folder + "/none.yaml does not exist; looked for ");
    assertThatThrownBy(() -> Settings.load(List.of(folder.toString()), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("Settings file " + folder + " cannot be read: ");
  }

  @Test
  void filesThatAreNotYaml() throws IOException {
    assertRefusedBecause("lake: x\nsources: [a\n", "not valid YAML");
    assertRefusedBecause("lake: x\n\tspark: y\n", "line 2", "not valid YAML");
    assertRefusedBecause("lake: x\nlake: y\n", "line 2", "lake");
    assertRefusedBecause("- a\n- b\n", "a map of names to values");
    assertRefusedBecause("only text\n", "a map of names to values");
    assertRefusedBecause("lake: x\n---\nlake: y\n", "one YAML document");
    assertRefusedBecause("source-defaults:\n  max-attempts: 99999999999999999999\n", "line 2");
  }

  @Test
  void valuesThatAreNot() throws IOException {
    assertRefused("lake:\n", "FILE line 1: lake has no value; leave the line out instead");
    assertRefused(
        "lake: x\nsources:\n", "FILE line 2: sources has no value; leave the line out instead");
    assertRefused("lake: ~\n", "FILE line 1: lake has no value; leave the line out instead");
    assertRefusedBecause("source-defaults:\n  allowed-hosts: [a, null]\n", "line 2", "plain");
    assertRefusedBecause("source-defaults:\n  allowed-hosts: [[a]]\n", "line 2", "plain");
    assertRefusedBecause("spark:\n  master: &m local\nlake: *m\n", "line 3", "alias");
  }

  @Test
  void filesThatNestWithoutEnd() throws IOException {
    assertRefusedBecause("{a: ".repeat(50) + "1" + "}".repeat(50), "nested deeper than 8 levels");
  }
}
