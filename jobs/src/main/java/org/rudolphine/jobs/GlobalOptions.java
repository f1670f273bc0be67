package org.rudolphine.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.settings.Settings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {
  @Option(
      names = "--settings",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings file; can be given several times, later ones win.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description = "A single setting; wins over files.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--lake",
      scope = ScopeType.INHERIT,
      paramLabel = "URI",
      description = "Root of the lake: a path or a URI.")
  String lake;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write the result as JSON to standard output.")
  boolean json;

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
  boolean debug;

  private final PrintStream out;
  private final PrintStream err;

  GlobalOptions(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  Settings settings(List<String> extra) throws IOException {
    List<String> all = new ArrayList<>(extra);
    all.addAll(assignments);
    if (lake != null) {
      all.add("lake=" + lake);
    }
    return Settings.load(files, all);
  }

  Console console() {
    return Console.of(out, err, json);
  }

  /** Opens the workspace that these options describe. */
  Workspace workspace() throws IOException {
    return Workspace.open(settings(List.of()), console());
  }
}
