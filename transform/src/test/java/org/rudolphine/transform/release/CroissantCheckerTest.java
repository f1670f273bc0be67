package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CroissantCheckerTest {
  /** Written by hand after the specification: one table of one file, and its splits. */
  private static final String VALID =
      """
      {"@context": {"@vocab": "https://schema.org/"}, "@type": "sc:Dataset",
       "conformsTo": "http://mlcommons.org/croissant/1.1", "name": "n", "description": "d",
       "license": "https://spdx.org/licenses/CC0-1.0.html", "url": "https://example.org",
       "creator": {"@type": "sc:Person", "name": "A"}, "datePublished": "2026-01-01",
       "citeAs": "@misc{a}", "version": "1.0.0",
       "distribution": [
         {"@type": "cr:FileObject", "@id": "a.parquet", "contentUrl": "a.parquet",
          "encodingFormat": "application/x-parquet", "sha256": "00"},
         {"@type": "cr:FileSet", "@id": "files", "includes": "*.parquet",
          "encodingFormat": "application/x-parquet"}],
       "recordSet": [
         {"@type": "cr:RecordSet", "@id": "t", "key": {"@id": "t/x"}, "field": [
           {"@type": "cr:Field", "@id": "t/x", "dataType": "sc:Text",
            "source": {"fileSet": {"@id": "files"}, "extract": {"column": "x"}}},
           {"@type": "cr:Field", "@id": "t/y", "dataType": "cr:Float64", "isArray": true,
            "arrayShape": "-1", "references": {"field": {"@id": "s/name"}},
            "source": {"fileSet": {"@id": "files"}, "extract": {"column": "y"}}}]},
         {"@type": "cr:RecordSet", "@id": "s", "field": [
           {"@type": "cr:Field", "@id": "s/name", "dataType": "sc:Text"}],
          "data": [{"s/name": "train"}]}]}
      """;

  private static ObjectNode valid() throws IOException {
    return (ObjectNode) ReleaseJson.tree(VALID.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void acceptsAValidDocument() throws IOException {
    assertThat(CroissantChecker.check(valid())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@context",
        "name",
        "description",
        "license",
        "url",
        "creator",
        "datePublished",
        "distribution",
        "citeAs",
        "version"
      })
  void missesEachRequiredProperty(String property) throws IOException {
    ObjectNode document = valid();
    document.remove(property);
    assertThat(CroissantChecker.check(document))
        .anySatisfy(problem -> assertThat(problem).contains(property).endsWith("is missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/distribution/0;contentUrl;a.parquet has no contentUrl",
        "/distribution/0;sha256;neither sha256 nor md5",
        "/distribution/0;encodingFormat;has no encodingFormat",
        "/distribution/0;@id;FileObject without @id",
        "/distribution/1;includes;files has no includes",
        "/distribution/1;@id;declared nowhere: files",
        "/recordSet/0;@id;RecordSet without @id",
        "/recordSet/0;field;has no field",
        "/recordSet/0/field/0;dataType;t/x has no dataType",
        "/recordSet/0/field/0;source;neither source nor value",
        "/recordSet/0/field/0;@id;has a key that is declared nowhere",
        "/recordSet/0/field/1;isArray;needs isArray",
        "/recordSet/1/field/0;@id;reference that is declared nowhere: s/name",
        "/recordSet/1/data/0;s/name;other keys than its fields",
      })
  void refusesWhatTheReferenceValidatorRefuses(String pointer, String property, String problem)
      throws IOException {
    ObjectNode document = valid();
    ((ObjectNode) document.at(pointer)).remove(property);
    assertThat(CroissantChecker.check(document))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void refusesShapesAndIdsThatTheCodeDoesNotAccept() throws IOException {
    ObjectNode document = valid();
    ((ObjectNode) document.at("/recordSet/0/field/1")).put("arrayShape", "(-1)");
    ((ObjectNode) document.at("/recordSet/0/field/0")).put("value", "both");
    ((ObjectNode) document.at("/distribution/0")).put("@id", "a b.parquet");
    ((ArrayNode) document.at("/recordSet/1/data")).removeAll();
    document.put("conformsTo", "http://mlcommons.org/croissant/2.0");
    assertThat(CroissantChecker.check(document))
        .anyMatch(problem -> problem.contains("arrayShape"))
        .anyMatch(problem -> problem.contains("both source and value"))
        .anyMatch(problem -> problem.contains("white space"))
        .anyMatch(problem -> problem.contains("no list or empty"))
        .anyMatch(problem -> problem.contains("croissant/2.0"));
  }

  @Test
  void aLiveDatasetNeedsNoChecksums() throws IOException {
    ObjectNode document = valid();
    document.put("isLiveDataset", true);
    JsonNode file = document.at("/distribution/0");
    ((ObjectNode) file).remove("sha256");
    assertThat(CroissantChecker.check(document)).isEmpty();
  }
}
