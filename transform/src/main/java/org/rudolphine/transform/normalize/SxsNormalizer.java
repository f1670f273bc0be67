package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.KeyValueText;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Rows of {@code nr_simulations} from the SXS catalog, and of {@code nr_waveforms} from its
 * waveform files. All generations of the catalog speak of the facet {@code catalog}, so the newest
 * wins whatever was imported last; the files of single runs fill gaps, those of the highest
 * resolution level first. E-mail addresses stay in the raw record.
 */
public final class SxsNormalizer extends SimulationCatalog {
  private static final long serialVersionUID = 1L;
  private static final String DOI_PREFIX = "10.26138/";

  private static final Pattern ID = Pattern.compile("SXS:(?:BBH|BHNS|NSNS):\\d+");
  private static final Pattern HARVESTED = Pattern.compile("https?://.*/([^/]+)/[^/]+");
  private static final Pattern IMPORTED =
      Pattern.compile(".*/?simulations_([^/]+?)\\.(?:bz2|zip|gz|json)(?:\\.(?:bz2|zip|gz))?");

  private static final int CATALOG = 1000;
  private static final int DEPOSIT = 900;

  /** Levels are small and may be negative; their facets lie between this and the catalog's. */
  private static final int RUN = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Checks the modes that are read of waveform files; all else is in the record. */
  public SxsNormalizer(SourceSettings settings) {
    super(settings);
  }

  @Override
  public String keyOf(String nativeId) {
    Matcher id = ID.matcher(nativeId);
    return id.lookingAt() ? id.group() : nativeId;
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    if (record.kind().equals("run-txt")) {
      run(record, RunFields.fromText(KeyValueText.entries(record.text())), sink);
      return;
    }
    JsonNode json;
    try {
      json = JSON.readTree(record.payload());
    } catch (JsonProcessingException e) {
      sink.reject("record", "not JSON", record.text());
      return;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("Reading from memory cannot fail", e);
    }
    if (!json.isObject()) {
      sink.reject("record", "not a JSON object", record.text());
      return;
    }
    switch (record.kind()) {
      case "v3", "catalog" -> catalog(record, record.nativeId(), json, sink);
      case "list-2019" -> catalog(record, json.path("name").asText(""), json, sink);
      case "run-json" -> run(record, json, sink);
      case "deposit" -> deposit(record, json, sink);
      default -> sink.skip("a kind of record that no table is made of");
    }
  }

  private static void catalog(RawRecord record, String id, JsonNode json, RowSink sink) {
    if (!ID.matcher(id).matches()) {
      sink.reject("simulation_id", "no public SXS id", id);
      return;
    }
    RowBuilder row = start(id, sink).facet("catalog", CATALOG);
    boolean released = record.kind().equals("v3") && record.url().startsWith("http");
    row.text("catalog_version", version(record));
    row.time("catalog_published_at", released ? record.datestamp() : null);
    new SxsRun(json, row).write(id);
  }

  private static void run(RawRecord record, JsonNode run, RowSink sink) {
    String id = idOf(record, run);
    if (id == null) {
      sink.reject("simulation_id", "no public SXS id", run.path("simulation_name").asText(""));
      return;
    }
    Integer level = SxsRun.level(run.path("simulation_name").asText(""), record.nativeId());
    RowBuilder row = start(id, sink);
    if (level == null) {
      row.facet("run", 0);
    } else {
      row.facet("lev" + level, RUN + level);
    }
    new SxsRun(run, row).write(record.nativeId());
  }

  private static RowBuilder start(String id, RowSink sink) {
    return sink.row(TABLE, id).text("catalog", "SXS").text("doi", DOI_PREFIX + id);
  }

  /** The record's own word comes first; its native id was made from it or from its file's place. */
  private static String idOf(RawRecord record, JsonNode run) {
    Matcher stated = ID.matcher(run.path("alternative_names").toString());
    if (stated.find()) {
      return stated.group();
    }
    Matcher given = ID.matcher(record.nativeId());
    return given.lookingAt() ? given.group() : null;
  }

  private static String version(RawRecord record) {
    return switch (record.kind()) {
      case "list-2019" -> "2019";
      case "catalog" -> "catalog.json";
      default -> tag(record.url());
    };
  }

  private static String tag(String url) {
    Matcher harvested = HARVESTED.matcher(url);
    if (harvested.matches()) {
      return URLDecoder.decode(harvested.group(1), StandardCharsets.UTF_8);
    }
    Matcher imported = IMPORTED.matcher(url);
    return imported.matches() ? imported.group(1) : null;
  }

  /** A Zenodo deposit tells nothing of physics, but which files a simulation has. */
  private static void deposit(RawRecord record, JsonNode json, RowSink sink) {
    String names =
        record.nativeId()
            + " "
            + json.path("title").asText("")
            + " "
            + json.path("metadata").path("title").asText("");
    Matcher id = ID.matcher(names);
    if (!id.find()) {
      sink.skip("a deposit that names no simulation");
      return;
    }
    RowBuilder row = start(id.group(), sink).facet("deposit", DEPOSIT);
    List<Map<String, Object>> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      String name = file.path("filename").asText("");
      if (!name.isEmpty()) {
        files.add(
            SxsRun.file(
                name,
                file.path("filesize"),
                file.path("checksum"),
                file.path("links").path("download")));
      }
    }
    files.sort(Comparator.comparing(file -> (String) file.get("name")));
    row.structs("files", files);
  }
}
