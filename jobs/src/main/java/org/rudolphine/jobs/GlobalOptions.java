package org.rudolphine.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that every command takes. */
final class GlobalOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings file; can be given several times, later ones win.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A single setting; wins over files.")
  List<String> assignments = new ArrayList<>();

  @Option(names = "--lake", paramLabel = "URI", description = "Root of the lake: a path or a URI.")
  String lake;

  @Option(names = "--json", description = "Write the result as JSON to standard output.")
  boolean json;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  /** A command that has these options. */
  interface Holder {
    GlobalOptions options();
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
    PrintStream out = System.out;
    return new Console(out, System.err, json);
  }

  /** Opens the workspace that these options describe. */
  Workspace workspace() throws IOException {
    return Workspace.open(settings(List.of()), console());
  }
}
