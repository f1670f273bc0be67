package org.rudolphine.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.transform.link.LinkRule;
import org.rudolphine.transform.table.TableStore;

/**
 * Which rules have to be run: those that were not run before on tables of the same content, with
 * the same settings and code. Versions do not matter, a table may have been written anew.
 *
 * @param rules the rules that would find something else, or may
 * @param lost tables of links of whose current version something is missing: all rules have to run
 */
record DueRules(List<LinkRule> rules, Set<String> lost) {

  /** Looks at manifests and folders only. */
  static DueRules of(Workspace workspace, List<LinkRule> asked) throws IOException {
    Lake lake = workspace.lake();
    Snapshot snapshot = lake.snapshot();
    Set<String> lost = new TreeSet<>();
    boolean complete = true;
    for (String table : LinkJob.MADE) {
      String version = snapshot.tables().get(table);
      if (version != null && !lake.isWhole(table, version)) {
        lost.add(table);
      }
      complete &= version != null || table.equals("mentions");
    }
    if (!complete || !lost.isEmpty()) {
      return new DueRules(asked, lost);
    }
    Map<String, String> now = fingerprints(workspace, snapshot, asked);
    List<LinkRule> due = new ArrayList<>();
    for (LinkRule rule : asked) {
      String stage = Fingerprints.stageOfRule(rule.id());
      if (!now.get(stage).equals(snapshot.stages().get(stage))) {
        due.add(rule);
      }
    }
    return new DueRules(due, lost);
  }

  /** Notes that a commit has what rules find in a snapshot. */
  static void note(
      Workspace workspace, Snapshot snapshot, List<LinkRule> rules, TableStore.Commit commit)
      throws IOException {
    fingerprints(workspace, snapshot, rules).forEach(commit::done);
  }

  private static Map<String, String> fingerprints(
      Workspace workspace, Snapshot snapshot, List<LinkRule> rules) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, String> table : LinkJob.inputs(snapshot).entrySet()) {
      contents.put(
          table.getKey(),
          workspace.lake().tableManifest(table.getKey(), table.getValue()).contentSha256());
    }
    Fingerprints now = new Fingerprints(workspace.settings());
    Map<String, String> fingerprints = new TreeMap<>();
    for (LinkRule rule : rules) {
      fingerprints.put(Fingerprints.stageOfRule(rule.id()), now.ofRule(rule, contents));
    }
    return fingerprints;
  }
}
