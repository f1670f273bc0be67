package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider changes shapes without notice: no value anywhere may make the normalizer fail. */
class CernShapesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORD =
      """
      {"recid": "1", "doi": "10.7483/OPENDATA.CMS.A", "title": "/A/B-C-v1/AODSIM",
       "title_additional": "t", "type": {"primary": "Dataset", "secondary": ["Derived"]},
       "experiment": ["CMS"], "accelerator": "a", "collaboration": {"name": "CMS"},
       "abstract": {"description": "d"}, "note": {"description": "n"},
       "collision_information": {"energy": "7TeV", "type": "pp"},
       "date_created": ["2011"], "date_published": "2016", "date_reprocessed": "2013",
       "run_period": ["Run2011A"], "run_numbers": ["1"], "keywords": ["k"],
       "distribution": {"formats": ["aod"], "number_events": 1, "number_files": 1, "size": 1},
       "methodology": {"steps": [{"type": "SIM", "generators": ["g"]}]},
       "generator": {"names": ["g"]}, "pileup": {"links": [{"recid": "36", "title": "t"}]},
       "system_details": {"release": "CMSSW_5_3_32", "global_tag": "T::All"},
       "categories": {"primary": "p", "secondary": ["s"], "source": "s"},
       "cross_section": {"total_value": "1", "total_value_error": "0"},
       "stripping": {"stream": "s", "version": "v"}, "magnet_polarity": "m",
       "license": {"attribution": "CC0"},
       "relations": [{"type": "isChildOf", "recid": "2", "doi": "d", "title": "t"}],
       "use_with": {"links": [{"url": "/record/3"}]}, "usage": {"links": [{"recid": "4"}]},
       "files": [{"uri": "root://x//eos/a.root", "size": 1, "checksum": "adler32:1", "type": "t"}],
       "_files": [], "index_files": [{"filename": "f", "uri": "u"}],
       "_file_indices": [{"key": "k", "number_files": 1, "files": [{"uri": "v", "size": 1}]}]}""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-5",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\" x \"",
        "\"a:b\"",
        "[]",
        "{}",
        "[[[]]]",
        "[null]",
        "[{}, 1, \"x\"]",
        "{\"a\": {\"b\": [1]}}",
        "\"\\u0000<&#0;\""
      })
  void anyValueAnywhere(String value) throws IOException {
    ObjectNode record = (ObjectNode) JSON.readTree(RECORD);
    int tried = replaceEach(record, record, JSON.readTree(value));

    assertThat(tried).as("values replaced").isEqualTo(places(record));
  }

  /** Puts a value in every place in turn, and the old one back. */
  private static int replaceEach(JsonNode root, JsonNode node, JsonNode value) {
    int tried = 0;
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyStream().map(m -> m.getKey()).toList())) {
        JsonNode before = object.get(name);
        object.set(name, value);
        survives(root);
        object.set(name, before);
        tried += 1 + replaceEach(root, before, value);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode before = array.get(i);
        array.set(i, value);
        survives(root);
        array.set(i, before);
        tried += 1 + replaceEach(root, before, value);
      }
    }
    return tried;
  }

  private static int places(JsonNode node) {
    int places = 0;
    for (JsonNode child : node) {
      places += 1 + places(child);
    }
    return places;
  }

  private static void survives(JsonNode record) {
    for (String kind : List.of("fixture", "skeleton", "file-index")) {
      Outcome outcome = CernRecords.outcome(kind, "1#k", record.toString());
      assertThat(String.valueOf(outcome.rejectReason()))
          .as(record.toString())
          .doesNotContain("failed");
      assertThat(outcome.rows().isEmpty()).isEqualTo(outcome.rejected() || outcome.skipped());
    }
  }
}
