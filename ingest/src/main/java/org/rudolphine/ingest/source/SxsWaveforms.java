package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.protocol.JsonSlices;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Fetches the extrapolated waveforms ({@code rhOverM_Asymptotic_GeometricUnits_CoM.h5}) of single
 * simulations, at the highest resolution. Newer releases of the catalog name waveforms in a
 * compressed form only, which is not read here; then nothing is fetched. Size and MD5 must be those
 * that the catalog states.
 */
final class SxsWaveforms {
  private static final HarvestLog LOG = HarvestLog.of(SxsWaveforms.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceSettings settings;
  private final FileFetch fetch;
  private final PageSink sink;

  SxsWaveforms(SourceSettings settings, PoliteClient client, AssetStore assets, PageSink sink) {
    this.settings = settings;
    this.fetch = new FileFetch(client, () -> AssetDownload.withMd5(assets));
    this.sink = sink;
  }

  /** Looks the wanted simulations up in the catalog's document. */
  static void readLinks(byte[] document, WorkUnit unit, PageSink sink) throws IOException {
    String tag = unit.param(SxsWaveformPlan.TAG);
    Map<String, String> unknown = new TreeMap<>(unit.params());
    for (JsonSlices.Slice member : JsonSlices.children(document)) {
      if (unknown.remove(SxsWaveformPlan.WANTED + member.name()) != null) {
        JsonNode files = JSON.readTree(member.bytes()).path("files");
        remember(member.name(), SxsWaveformLink.among(files, tag), sink);
      }
    }
    for (String param : unknown.keySet()) {
      if (param.startsWith(SxsWaveformPlan.WANTED)) {
        String simulation = param.substring(SxsWaveformPlan.WANTED.length());
        remember(simulation, SxsWaveformLink.among(JSON.createObjectNode(), tag), sink);
      }
    }
  }

  private static void remember(String simulation, SxsWaveformLink link, PageSink sink) {
    if (!link.found()) {
      LOG.warn("release {} names no waveform of {} that can be read", link.tag(), simulation);
    }
    sink.state(SxsWaveformPlan.LINK_KEY + simulation, link.toState());
  }

  /** Fetches the waveform of one simulation. */
  void harvest(WorkUnit unit) throws IOException {
    sink.restart();
    String simulation = unit.param(SxsWaveformPlan.SIMULATION);
    SxsWaveformLink link = SxsWaveformLink.fromState(unit.param(SxsWaveformPlan.LINK));
    if (link.bytes() > settings.maxAssetBytes()) {
      fetch.failed(
          link.url(),
          "the catalog says that it has %d bytes, more than sources.sxs.max-asset-bytes = %d"
              .formatted(link.bytes(), settings.maxAssetBytes()));
      return;
    }
    URI uri = address(link);
    FileFetch.Outcome outcome = fetch.fetch(Request.of(uri), file -> fault(file, link));
    switch (outcome.end()) {
      case STORED -> {
        done(simulation, link);
        new FileRecord(
                FileRecord.WAVEFORM,
                link.file(),
                outcome.asset(),
                uri.toString(),
                Map.of(
                    "simulation_id", simulation, "level", link.level(), "catalog_tag", link.tag()))
            .land(sink, uri.toString(), outcome.reply().completedAt());
      }
      case ABSENT -> done(simulation, link);
      case FAILED, UNCHANGED -> {} // asked for again next time
    }
  }

  private void done(String simulation, SxsWaveformLink link) {
    sink.state(SxsWaveformPlan.DONE_KEY + simulation, link.identity());
  }

  private static URI address(SxsWaveformLink link) throws IOException {
    try {
      return new URI(link.url());
    } catch (URISyntaxException e) {
      throw new IOException("The SXS catalog has a link that is no address: " + link.url(), e);
    }
  }

  private static String fault(AssetDownload file, SxsWaveformLink link) {
    if (link.bytes() >= 0 && file.bytes() != link.bytes()) {
      return "it has %d bytes, and the catalog says %d".formatted(file.bytes(), link.bytes());
    }
    String fault = file.hdf5Fault();
    if (fault == null && !link.md5().isEmpty() && !file.md5().equals(link.md5())) {
      return "its MD5 is not the one that the catalog states";
    }
    return fault;
  }
}
