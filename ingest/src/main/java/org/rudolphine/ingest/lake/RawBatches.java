package org.rudolphine.ingest.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The raw batches of one source: each in a folder of its own or in a pack. A pack goes before a
 * folder and a newer pack before an older one, so that a batch is read once, however often it lies
 * there: folders and packs that were packed stay for a while, for whoever found them before.
 */
final class RawBatches {
  static final String BATCH = "batch=";
  static final String PACK = "pack=";

  private final Storage storage;
  private final String folder;

  RawBatches(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** Manifests in order of batch id, without some batches whose folders are not looked into. */
  List<BatchManifest> manifests(Set<String> known) throws IOException {
    List<Storage.Entry> entries = storage.list(folder);
    SortedMap<String, BatchManifest> manifests = new TreeMap<>();
    for (PackManifest pack : packs(entries)) {
      pack.batches().forEach(batch -> manifests.put(batch.batch(), batch));
    }
    for (Storage.Entry entry : folders(entries, BATCH)) {
      String id = entry.name().substring(BATCH.length());
      if (!manifests.containsKey(id) && !known.contains(id)) {
        String uri = manifest(entry);
        Optional<byte[]> json = Lake.readIfThere(storage, uri);
        if (json.isPresent()) {
          BatchManifest manifest = Lake.Json.read(json.get(), BatchManifest.class, uri);
          manifests.put(manifest.batch(), manifest);
        }
      }
    }
    manifests.keySet().removeAll(known);
    return List.copyOf(manifests.values());
  }

  /** Whether there is any complete batch. */
  boolean any() throws IOException {
    for (Storage.Entry entry : storage.list(folder)) {
      boolean counts = entry.name().startsWith(BATCH) || entry.name().startsWith(PACK);
      if (entry.folder() && counts && storage.exists(manifest(entry))) {
        return true;
      }
    }
    return false;
  }

  /** Complete packs, oldest first. */
  List<PackManifest> packs() throws IOException {
    return packs(storage.list(folder));
  }

  private List<PackManifest> packs(List<Storage.Entry> entries) throws IOException {
    List<PackManifest> packs = new ArrayList<>();
    for (Storage.Entry entry : folders(entries, PACK)) {
      String uri = manifest(entry);
      Lake.readIfThere(storage, uri)
          .ifPresent(json -> packs.add(Lake.Json.read(json, PackManifest.class, uri)));
    }
    return packs;
  }

  /** Ids of all packs, complete or not, sorted. */
  List<String> packIds() throws IOException {
    return folders(storage.list(folder), PACK).stream()
        .map(entry -> entry.name().substring(PACK.length()))
        .toList();
  }

  private static List<Storage.Entry> folders(List<Storage.Entry> entries, String prefix) {
    return entries.stream()
        .filter(entry -> entry.folder() && entry.name().startsWith(prefix))
        .toList();
  }

  private static String manifest(Storage.Entry folder) {
    return folder.uri() + "/" + Lake.MANIFEST;
  }

  /** Complete batches that no pack holds, in order of id. */
  List<LooseBatch> loose() throws IOException {
    List<Storage.Entry> entries = storage.list(folder);
    Set<String> packed = PackManifest.homes(packs(entries)).keySet();
    List<LooseBatch> loose = new ArrayList<>();
    for (Storage.Entry entry : folders(entries, BATCH)) {
      if (!packed.contains(entry.name().substring(BATCH.length()))) {
        loose(entry).ifPresent(loose::add);
      }
    }
    return loose;
  }

  private Optional<LooseBatch> loose(Storage.Entry entry) throws IOException {
    Optional<Storage.Entry> file =
        storage.list(entry.uri()).stream().filter(e -> e.name().equals(Lake.MANIFEST)).findFirst();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json;
    try (InputStream in = storage.open(file.get().uri())) {
      json = Lake.Json.read(in.readAllBytes(), JsonNode.class, file.get().uri());
    } catch (FileNotFoundException e) {
      return Optional.empty(); // removed between the listing and the look
    }
    BatchManifest manifest = Lake.Json.value(json, BatchManifest.class);
    Instant written = file.get().modifiedAt();
    return Optional.of(
        new LooseBatch(
            manifest,
            json,
            written.isAfter(manifest.completedAt()) ? written : manifest.completedAt()));
  }

  /** Where the records of some batches of this source lie. */
  RawFiles files(Collection<BatchManifest> batches) throws IOException {
    Map<String, PackManifest> homes = PackManifest.homes(packs());
    List<String> whole = new ArrayList<>();
    Map<PackManifest, Set<String>> wanted = new LinkedHashMap<>();
    for (BatchManifest batch : batches) {
      PackManifest home = homes.get(batch.batch());
      if (home == null) {
        batch.files().stream()
            .filter(RawBatches::hasRows)
            .forEach(file -> whole.add(uri(BATCH + batch.batch(), file)));
      } else {
        wanted.computeIfAbsent(home, pack -> new HashSet<>()).add(batch.batch());
      }
    }
    List<RawFiles.Shared> shared = new ArrayList<>();
    wanted.forEach((pack, ids) -> sort(pack, ids, whole, shared));
    return new RawFiles(whole, shared);
  }

  private static boolean hasRows(LakeFile file) {
    return file.rows() == null || file.rows() > 0;
  }

  private String uri(String name, LakeFile file) {
    return new Folder(storage, folder + "/" + name).uri(file.path());
  }

  /** Batches follow each other in a pack's files, so that counting tells which file holds which. */
  private void sort(
      PackManifest pack, Set<String> wanted, List<String> whole, List<RawFiles.Shared> shared) {
    List<BatchManifest> batches =
        pack.batches().stream().filter(batch -> batch.records() > 0).toList();
    List<String> files = new ArrayList<>();
    TreeSet<String> taken = new TreeSet<>();
    int next = 0;
    long batchEnd = 0;
    long fileEnd = 0;
    for (LakeFile file : pack.files()) {
      Set<String> held = new HashSet<>();
      if (batchEnd > fileEnd) {
        held.add(batches.get(next - 1).batch());
      }
      fileEnd += file.rows();
      while (batchEnd < fileEnd) {
        BatchManifest batch = batches.get(next++);
        batchEnd += batch.records();
        held.add(batch.batch());
      }
      if (wanted.containsAll(held)) {
        whole.add(uri(PACK + pack.pack(), file));
      } else if (held.removeIf(batch -> !wanted.contains(batch)) && !held.isEmpty()) {
        files.add(uri(PACK + pack.pack(), file));
        taken.addAll(held);
      }
    }
    if (!files.isEmpty()) {
      shared.add(new RawFiles.Shared(files, taken));
    }
  }
}
