package org.rudolphine.transform.release;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;

/**
 * What to release, and everything about it that the rows themselves do not say.
 *
 * @param profile which tables
 * @param version version to publish, or null to derive it from what changed
 * @param codeVersion version of the code
 * @param settingsSha256 SHA-256 of the settings
 * @param settings settings that influence content; {@code release.url} is the dataset's page, if it
 *     has one
 * @param snapshot the pinned state of the lake
 * @param tables manifest of each table that the snapshot names
 * @param changelog changes up to and with this version, newest first, when a release is built again
 *     from its manifest; null to derive them from the releases of the lake
 */
public record ReleaseRequest(
    Profile profile,
    String version,
    String codeVersion,
    String settingsSha256,
    Map<String, String> settings,
    Snapshot snapshot,
    Map<String, TableManifest> tables,
    List<ReleaseManifest.Change> changelog) {

  public ReleaseRequest {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(codeVersion, "codeVersion");
    Objects.requireNonNull(settingsSha256, "settingsSha256");
    Objects.requireNonNull(snapshot, "snapshot");
    if (version != null) {
      ReleaseVersion.name(version);
    }
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    changelog = changelog == null ? null : List.copyOf(changelog);
    for (String table : tables.keySet()) {
      if (!snapshot.tables().containsKey(table)) {
        throw new IllegalArgumentException(
            "Snapshot " + snapshot.number() + " has no table " + table);
      }
    }
  }

  /**
   * The request that builds the release of a manifest again.
   *
   * @param snapshot state of the lake into which the manifest's raw batches were normalized
   * @param tables manifests of that state's tables
   */
  public static ReleaseRequest again(
      ReleaseManifest manifest, Snapshot snapshot, Map<String, TableManifest> tables) {
    return new ReleaseRequest(
        Profile.named(manifest.profile()),
        manifest.version(),
        manifest.codeVersion(),
        manifest.settingsSha256(),
        manifest.settings(),
        snapshot,
        tables,
        manifest.changelog());
  }
}
