package org.rudolphine.ingest.raw;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.LooseBatch;
import org.rudolphine.ingest.lake.PackManifest;

/**
 * Packs the small raw batches of a source into larger files. It only adds: the folders and packs
 * that were packed stay where they are until retention removes them.
 *
 * <p>Small packs are packed again with new batches when they are not larger than those together. So
 * each record is rewritten about as often as the whole doubles, and few packs remain.
 */
public final class Compaction {
  /** What finding and reading a manifest counts for, in bytes. */
  private static final long MANIFEST_BYTES = 4096;

  private final Lake lake;
  private final String source;
  private final String runId;
  private final CompactionLimits limits;
  private final Clock clock;

  /**
   * @param runId run that packs
   */
  public Compaction(Lake lake, String source, String runId, CompactionLimits limits, Clock clock) {
    this.lake = lake;
    this.source = source;
    this.runId = runId;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A batch that is to be packed.
   *
   * @param manifest what it says
   * @param json the same as it was written
   * @param pack the pack that it is read from, or null when it has a folder of its own
   */
  record Member(BatchManifest manifest, JsonNode json, PackManifest pack) {
    String id() {
      return manifest.batch();
    }

    long bytes() {
      return manifest.files().stream().mapToLong(LakeFile::bytes).sum();
    }
  }

  /** Batches that become one pack, in order of id. */
  public static final class Group {
    private final List<Member> members;

    private Group(List<Member> members) {
      this.members = List.copyOf(members);
    }

    List<Member> members() {
      return members;
    }

    /**
     * The group without a batch; without all that are read from the same pack, when it has no
     * folder of its own.
     */
    public Group without(String batch) {
      PackManifest pack =
          members.stream()
              .filter(member -> member.id().equals(batch))
              .map(Member::pack)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      return new Group(
          members.stream()
              .filter(m -> !m.id().equals(batch) && (pack == null || !pack.equals(m.pack())))
              .toList());
    }

    /** Number of batches. */
    public int batches() {
      return members.size();
    }

    /** Number of packs that are packed again. */
    public int packs() {
      return (int) members.stream().map(Member::pack).filter(Objects::nonNull).distinct().count();
    }

    /** Number of raw records. */
    public long records() {
      return members.stream().mapToLong(member -> member.manifest().records()).sum();
    }

    /** Size of the batches' own files, in bytes. */
    public long bytes() {
      return members.stream().mapToLong(Member::bytes).sum();
    }
  }

  /** Decides without touching anything: what would become packs now. */
  public List<Group> plan() throws IOException {
    Instant youngest = clock.instant().minus(limits.minAge());
    List<Member> members = new ArrayList<>();
    for (LooseBatch batch : lake.looseBatches(source)) {
      if (batch.since().isBefore(youngest) && batch.bytes() <= limits.maxBatchBytes()) {
        members.add(new Member(batch.manifest(), batch.json(), null));
      }
    }
    if (members.size() < limits.minBatches()) {
      return List.of();
    }
    members.addAll(fromPacks(members));
    members.sort(Comparator.comparing(Member::id));
    return groups(members);
  }

  /** Batches of packs that are not larger than what they are packed with. */
  private List<Member> fromPacks(List<Member> loose) throws IOException {
    Map<PackManifest, List<Member>> packs = membersByPack();
    List<PackManifest> smallest = new ArrayList<>(packs.keySet());
    smallest.sort(Comparator.comparingLong(Compaction::weight).thenComparing(PackManifest::pack));
    long weight = loose.stream().mapToLong(member -> member.bytes() + MANIFEST_BYTES).sum();
    List<Member> members = new ArrayList<>();
    for (PackManifest pack : smallest) {
      if (weight(pack) > weight || pack.bytes() >= limits.packBytes()) {
        break;
      }
      weight += weight(pack);
      members.addAll(packs.get(pack));
    }
    return members;
  }

  private static long weight(PackManifest pack) {
    return pack.bytes() + MANIFEST_BYTES * pack.manifests().size();
  }

  /** Of each pack the batches that are read from it. */
  private Map<PackManifest, List<Member>> membersByPack() throws IOException {
    List<PackManifest> packs = lake.packs(source);
    Map<String, PackManifest> homes = PackManifest.homes(packs);
    Map<PackManifest, List<Member>> byPack = new HashMap<>();
    for (PackManifest pack : packs) {
      List<BatchManifest> batches = pack.batches();
      for (int i = 0; i < batches.size(); i++) {
        if (pack.equals(homes.get(batches.get(i).batch()))) {
          Member member = new Member(batches.get(i), pack.manifests().get(i), pack);
          byPack.computeIfAbsent(pack, p -> new ArrayList<>()).add(member);
        }
      }
    }
    return byPack;
  }

  private List<Group> groups(List<Member> members) {
    List<Group> groups = new ArrayList<>();
    List<Member> group = new ArrayList<>();
    long bytes = 0;
    for (Member member : members) {
      group.add(member);
      bytes += member.bytes();
      if (bytes >= limits.packBytes()) {
        groups.add(new Group(group));
        group = new ArrayList<>();
        bytes = 0;
      }
    }
    groups.add(new Group(group));
    groups.removeIf(made -> made.batches() < 2);
    return groups;
  }

  /**
   * Writes a group as a pack, reads it again, compares, and makes it count.
   *
   * @throws DamagedBatchException naming the batch, when one is damaged
   * @throws IOException in that and any other case nothing of the pack stays
   */
  public PackManifest pack(Group group) throws IOException {
    String pack = nextPack();
    try {
      List<LakeFile> files = new PackFiles(lake, source, pack).write(group.members());
      PackManifest manifest =
          new PackManifest(
              pack,
              source,
              runId,
              clock.instant(),
              group.members().stream().map(Member::json).toList(),
              files);
      lake.commitPack(manifest);
      return manifest;
    } catch (IOException | RuntimeException | Error e) {
      try (Closeable rest = () -> lake.dropIncompletePack(source, pack)) {
        throw e;
      }
    }
  }

  /**
   * A number above all that are there, whatever the clock says, so that what is packed later is
   * read; and something of the run's, so that two who count alike do not write into one folder.
   */
  private String nextPack() throws IOException {
    long last = 0;
    for (String id : lake.packIds(source)) {
      if (id.matches("[0-9]{8}-.*")) {
        last = Math.max(last, Long.parseLong(id.substring(0, 8)));
      }
    }
    String tail = RawRecord.sha256((runId + "|" + source).getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08d-%s", last + 1, tail.substring(0, 8));
  }
}
