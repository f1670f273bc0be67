package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;

/**
 * The newest release, when it is what a request asks for: its manifest names the same tables by
 * content, the same raw batches, settings, profile and version of the code, and every file is there
 * with the size stated. Then building would give it again, and is left out.
 *
 * @param result as a build that finds nothing new reports it
 * @param manifestSha256 checksum of the release's manifest
 */
public record StandingRelease(ReleaseResult result, String manifestSha256) {

  /**
   * Looks at the newest release of a lake; no data is read.
   *
   * @return empty when it is another one, is damaged, or is not the one that the lake points to
   * @throws IOException when the lake cannot be read
   */
  public static Optional<StandingRelease> of(Lake lake, ReleaseRequest request) throws IOException {
    Optional<String> newest =
        lake.releases().stream()
            .filter(ReleaseVersion::valid)
            .max(Comparator.comparing(ReleaseVersion::parse));
    boolean wanted = request.version() == null && request.changelog() == null;
    if (!wanted || newest.isEmpty() || !newest.equals(lake.latestRelease())) {
      return Optional.empty();
    }
    Folder folder = lake.releaseFolder(newest.get());
    Map<String, Long> sizes = folder.sizes();
    if (!sizes.containsKey(ReleaseManifest.PATH)) {
      return Optional.empty();
    }
    byte[] bytes = folder.read(ReleaseManifest.PATH);
    ReleaseManifest manifest = ReleaseManifest.read(bytes);
    return isMadeOf(manifest, request) && isWhole(manifest, sizes)
        ? Optional.of(new StandingRelease(result(folder, manifest), Digests.sha256(bytes)))
        : Optional.empty();
  }

  private static boolean isMadeOf(ReleaseManifest manifest, ReleaseRequest request) {
    return manifest.profile().equals(request.profile().id())
        && request.codeVersion().equals(manifest.codeVersion())
        && request.settingsSha256().equals(manifest.settingsSha256())
        && request.settings().equals(manifest.settings())
        && ReleaseDocuments.inputs(request.tables()).equals(manifest.snapshot())
        && ReleaseDocuments.batches(request.tables()).equals(manifest.rawBatches());
  }

  private static boolean isWhole(ReleaseManifest manifest, Map<String, Long> sizes) {
    return manifest.files().stream()
        .allMatch(file -> Long.valueOf(file.bytes()).equals(sizes.get(file.path())));
  }

  private static ReleaseResult result(Folder folder, ReleaseManifest manifest) throws IOException {
    Map<String, Long> withheld = new TreeMap<>();
    for (Map.Entry<String, JsonNode> table :
        ReleaseJson.tree(folder.read(ReleaseDocuments.QUALITY)).path("withheld").properties()) {
      long rows = 0;
      for (JsonNode reason : table.getValue()) {
        rows += reason.asLong();
      }
      withheld.put(table.getKey(), rows);
    }
    return new ReleaseResult(
        manifest.version(),
        ReleaseResult.Status.UNCHANGED,
        manifest.totals().rows(),
        withheld,
        folder.uri());
  }
}
