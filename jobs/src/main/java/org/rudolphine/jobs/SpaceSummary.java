package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rudolphine.ingest.lake.Stored;
import org.rudolphine.jobs.Retention.Removal;

/** What the commands that keep a lake small say when they are done. */
final class SpaceSummary {
  private SpaceSummary() {}

  static void retained(Console console, RetainJob.Result result) {
    console.result(result);
    Map<String, List<Removal>> groups = new LinkedHashMap<>();
    for (Removal removal : result.removed()) {
      String group = removal.kind().shown() + " " + removal.stored().of();
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(removal);
    }
    TextTable table = new TextTable("what", "number", "files", "bytes", "why");
    groups.forEach(
        (what, removals) ->
            table.row(
                what.strip(),
                removals.size(),
                removals.stream().map(Removal::stored).mapToLong(Stored::files).sum(),
                bytes(removals.stream().map(Removal::stored).mapToLong(Stored::bytes).sum()),
                removals.get(0).kind().why()));
    if (!table.isEmpty()) {
      console.say(table.render(""));
    }
    result
        .kept()
        .forEach(
            kept ->
                console.say(
                    "kept: "
                        + kept.what()
                        + (kept.of().isEmpty() ? "" : " of " + kept.of())
                        + ", "
                        + bytes(kept.bytes())
                        + ": "
                        + kept.why()));
    result.alive().forEach(lease -> console.say("at work: " + lease));
    result.failures().forEach(console::warn);
    console.say(
        result.dryRun()
            ? "would free " + bytes(result.bytes()) + "; nothing was touched"
            : "freed " + bytes(result.bytes()));
  }

  static void compacted(Console console, CompactJob.Result result) {
    console.result(result);
    TextTable table =
        new TextTable("source", "pack", "batches", "of packs", "records", "bytes before", "bytes");
    result
        .packs()
        .forEach(
            pack ->
                table.row(
                    pack.source(),
                    pack.pack() == null ? "–" : pack.pack(),
                    pack.batches(),
                    pack.packs(),
                    pack.records(),
                    bytes(pack.bytesBefore()),
                    pack.bytes() == null ? "–" : bytes(pack.bytes())));
    if (!table.isEmpty()) {
      console.say(table.render(""));
    }
    result.failures().forEach(console::warn);
    int batches = result.packs().stream().mapToInt(CompactJob.Packed::batches).sum();
    console.say(
        result.packs().isEmpty()
            ? "nothing to pack"
            : (result.dryRun() ? "would pack " : "packed ")
                + batches
                + " batches into "
                + result.packs().size()
                + " packs"
                + (result.dryRun() ? "" : "; retain removes their folders when the grace is over"));
  }

  /** A size for people, in units of 1,000. */
  private static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(unit));
  }
}
