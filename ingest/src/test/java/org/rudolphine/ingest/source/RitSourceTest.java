package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;

class RitSourceTest {
  private final CollectedPages pages = new CollectedPages();
  private final RitSource source =
      new RitSource(new SourceSettings("rit", Map.of("max-body-bytes", 1_000_000L)));

  @Test
  void aTableRowIsLandedWithItsHeader() throws IOException {
    String header = "catalog-tag,simulation-bibtex-keys,relaxed-mass1,simulation_name";
    String first = "RIT:BBH:0002,\"Healy:2014yta, Healy:2016lce\",0.14,RIT:BBH:0002-n100-id0";
    String nameless = ",,0.2,";

    assertThat(imported("rit.csv", header + "\r\n" + first + "\r\n" + nameless + "\r\n")).isTrue();

    assertThat(pages.record("RIT:BBH:0002-n100-id0").payload())
        .asString(UTF_8)
        .isEqualTo(header + "\n" + first);
    assertThat(pages.record("line 3").payload())
        .asString(UTF_8)
        .isEqualTo(header + "\n" + nameless);
    assertThat(pages.listing).isNull();
  }

  @Test
  void aRunIsNamedByItsFileOrItsTags() throws IOException {
    String run = "# RIT\ncatalog-tag = RIT:BBH:0001\nresolution-tag = n100\nid-tag = id3\n";

    assertThat(imported("m/RIT:eBBH:1110-n100-ecc_Metadata.txt", run)).isTrue();
    assertThat(imported("m/other.txt", run)).isTrue();
    assertThat(pages.records)
        .extracting(record -> record.kind() + " " + record.nativeId())
        .containsExactly("run-txt RIT:eBBH:1110-n100-ecc", "run-txt RIT:BBH:0001-n100-id3");
    assertThat(pages.records.get(0).payload()).asString(UTF_8).isEqualTo(run);
  }

  @Test
  void aTableThatIsCutIsNamed() {
    assertThatThrownBy(() -> imported("rit.csv", "catalog-tag,relaxed-mass1\nRIT:BBH:0002,\"0.1"))
        .isInstanceOf(BrokenFile.class)
        .hasMessageStartingWith("rit.csv: The quote opened in CSV line 2 is never closed");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    for (String other : List.of("a,b\n1,2\n", "simulation-name = 0001/Lev1", "{}", "")) {
      assertThat(imported("other", other)).as(other).isFalse();
    }
    assertThat(pages.urls).isEmpty();
  }

  @Test
  void nothingIsEverPlanned() {
    PlanRequest request = new PlanRequest("run-1", PlanRequest.Mode.FULL, null, null, List.of());

    assertThat(source.plan(request)).isEmpty();
  }

  private boolean imported(String path, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    return source.importFile(
        new ImportFile(path, bytes.length, Instant.EPOCH, () -> new ByteArrayInputStream(bytes)),
        pages);
  }
}
