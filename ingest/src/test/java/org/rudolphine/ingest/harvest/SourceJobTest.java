package org.rudolphine.ingest.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;

class SourceJobTest {

  private static SourceJob job(String sourceClass) {
    return new SourceJob(new SourceSettings("rows", Map.of("source-class", sourceClass)));
  }

  @Test
  void makesTheSourceThatTheSettingsName() {
    assertThat(job(RowsSource.class.getName()).source()).isInstanceOf(RowsSource.class);
  }

  @Test
  void saysThatTheClassIsMissing() {
    assertThatThrownBy(() -> job("org.example.None").source())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sources.rows.source-class: there is no usable class org.example.None");
    assertThatThrownBy(() -> job("").source()).hasMessageContaining("sources.rows.source-class");
  }

  @Test
  void saysThatTheClassIsNoSource() {
    String message =
        "sources.rows.source-class: %s is not a Source with a public constructor for SourceSettings";
    assertThatThrownBy(() -> job("java.lang.String").source())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message, "java.lang.String");
    String abstractSource = "org.rudolphine.ingest.source.Source";
    assertThatThrownBy(() -> job(abstractSource).source()).hasMessage(message, abstractSource);
  }

  @Test
  void saysWhyTheSourceRefuses() {
    assertThatThrownBy(() -> job(Refusing.class.getName()).source())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Source rows refuses its settings: route is one of v1, v2, not v3");
    assertThatThrownBy(() -> job(Silent.class.getName()).source())
        .hasMessage("Source rows refuses its settings: java.lang.IllegalStateException");
  }

  /** A source that does nothing. */
  public abstract static class Base implements org.rudolphine.ingest.source.Source {
    @Override
    public java.util.List<org.rudolphine.ingest.source.WorkUnit> plan(
        org.rudolphine.ingest.source.PlanRequest request) {
      return java.util.List.of();
    }

    @Override
    public void harvest(
        org.rudolphine.ingest.source.WorkUnit unit,
        org.rudolphine.ingest.http.PoliteClient client,
        org.rudolphine.ingest.raw.PageSink sink) {}

    @Override
    public boolean importFile(
        org.rudolphine.ingest.source.ImportFile file, org.rudolphine.ingest.raw.PageSink sink) {
      return false;
    }
  }

  /** Refuses with a reason. */
  public static final class Refusing extends Base {
    public Refusing(SourceSettings settings) {
      throw new IllegalArgumentException("route is one of v1, v2, not v3");
    }
  }

  /** Refuses without a reason. */
  public static final class Silent extends Base {
    public Silent(SourceSettings settings) {
      throw new IllegalStateException();
    }
  }
}
