package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.CernRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.CernRecords.combined;
import static org.rudolphine.transform.normalize.CernRecords.dataset;
import static org.rudolphine.transform.normalize.CernRecords.outcome;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a record before and after an edit compares. */
class CernChangesTest {
  private static final String BEFORE =
      dataset(
          "\"Simulated\"",
          """
          "title": "/QCD_7TeV/Summer11LegDR-PU_S13_START53_LV6-v1/AODSIM",
          "experiment": "CMS", "date_created": "2011", "license": {"attribution": "CC0"},
          "abstract": {"description": "A text"},
          "collision_information": {"energy": "7TeV", "type": "pp"},
          "distribution": {"formats": ["aodsim"], "number_events": 10, "number_files": 1, "size": 5},
          "run_numbers": ["165"], "pileup": {"links": [{"recid": "36", "title": "MinBias"}]},
          "relations": [{"type": "isChildOf", "recid": "7", "description": "from"}],
          "methodology": {"steps": [{"type": "SIM", "global_tag": "START53_LV4::All"}]},
          "files": [{"uri": "root://x//eos/a.root", "size": 5, "checksum": "adler32:00000001"}]""");

  private static Map<String, Object> row(String kind, String payload) {
    return combined(outcome(kind, "1", payload));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "\"CC0\" > \"CC0-1.0\" > [licence]",
        "\"license\": {\"attribution\": \"CC0\"}, > \"note\": \"\", > [licence]",
        "A text > Another text > [text]",
        "\"description\": \"from\" > \"description\": \"made from\" > [text]",
        "\"energy\": \"7TeV\" > \"energy\": \"8TeV\" > [physics]",
        "\"165\" > \"166\" > [physics]",
        "\"recid\": \"36\" > \"recid\": \"37\" > [physics]",
        "\"recid\": \"7\" > \"recid\": \"8\" > [physics]",
        "START53_LV4 > START53_LV6 > [physics]",
        "\"number_events\": 10 > \"number_events\": 11 > [physics]",
        "Summer11LegDR-PU > Summer11LegDR-NoPU > '[physics, text]'",
        "\"size\": 5} > \"size\": 6} > [files]",
        "00000001 > 00000002 > [files]",
        "\"CMS\" > [\"CMS\"] > []",
        "\"2011\" > [\"2011\"] > []",
        "\"A text\" > \" A text \" > []"
      })
  void eachEditHasItsKind(String from, String to, String kinds) {
    assertThat(BEFORE).contains(from);
    Map<String, Object> before = row("fixture", BEFORE);
    Map<String, Object> after = row("fixture", BEFORE.replace(from, to));

    assertThat(NORMALIZER.changes("hep_datasets", before, after).get("change_kinds"))
        .hasToString(kinds);
  }

  @Test
  void knowingMoreIsNoChangeOfTheRecord() {
    Map<String, Object> listing = row("listing", "{\"metadata\": " + BEFORE + "}");
    Map<String, Object> fixture = row("fixture", BEFORE);
    Map<String, Object> skeleton = row("skeleton", BEFORE);

    assertThat(listing.get("metadata_sha256")).isEqualTo(fixture.get("metadata_sha256"));
    assertThat(CernChanges.kinds(listing, fixture)).isEmpty();
    assertThat(CernChanges.kinds(skeleton, listing)).isEmpty();
  }

  @Test
  void deliveryIsNoPartOfTheRecord() {
    String delivered =
        BEFORE.replace(
            "\"recid\": \"1\"",
            """
            "recid": 1, "$schema": "http://opendata.cern.ch/schema", "_bucket": "b",
            "pids": {"oai": {"id": "oai:cernopendata.cern:1"}}, "availability": "online",
            "_availability_details": {"online": 1}, "_files": [], "_file_indices": []""");

    assertThat(row("record", delivered).get("metadata_sha256"))
        .isEqualTo(row("fixture", BEFORE).get("metadata_sha256"));
  }

  @Test
  void otherTablesHaveNoKinds() {
    assertThat(NORMALIZER.changes("hep_files", Map.of(), Map.of())).isEmpty();
  }
}
