package org.rudolphine.jobs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The one entry point: {@code spark-submit --class org.rudolphine.jobs.Rudolphine JAR COMMAND}. */
@Command(
    name = "rudolphine",
    mixinStandardHelpOptions = true,
    versionProvider = Rudolphine.Version.class,
    description = "Joins what physics experiments measured to what theory and simulation predict.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage or settings, 3 finished but a quality threshold refused"
          + " to publish, 4 another run holds the lock, 5 finished but some sources failed;"
          + " 130 and 143 told to end by Ctrl-C or SIGTERM."
    },
    subcommands = {
      DemoCommand.class,
      LookCommands.Sources.class,
      StageCommands.Harvest.class,
      StageCommands.Import.class,
      StageCommands.Normalize.class,
      StageCommands.Link.class,
      StageCommands.Release.class,
      StageCommands.Rebuild.class,
      StageCommands.Nightly.class,
      QueryCommand.class,
      LookCommands.Path.class,
      LookCommands.Explain.class,
      LookCommands.Verify.class,
      LookCommands.Report.class,
      LookCommands.Status.class,
      SpaceCommands.Compact.class,
      SpaceCommands.Retain.class
    })
public final class Rudolphine {

  @CommandLine.Mixin final GlobalOptions options;

  private Rudolphine(PrintStream out, PrintStream err) {
    this.options = new GlobalOptions(out, err);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = run(System.out, System.err, args);
    System.out.flush();
    System.err.flush();
    if (code != ExitCode.DONE || !Submit.isReturnedTo()) {
      System.exit(code);
    }
  }

  /** Runs one command; never throws. */
  static int run(PrintStream out, PrintStream err, String... args) {
    if (List.of(args).contains("--debug")) { // before anything is logged
      System.setProperty("rudolphine.log.level", "debug");
      System.setProperty("rudolphine.log.trace", "full");
    }
    if (Submit.isUsed()) {
      Logs.ofSparksJvm();
    } else {
      Logs.ofOwnJvm();
    }
    Rudolphine root = new Rudolphine(out, err);
    CommandLine line = new CommandLine(root);
    line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
    line.getSubcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().usageMessage().sortOptions(true));
    line.setExecutionStrategy(Rudolphine::execute);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, root.options.debug, err));
    line.setParameterExceptionHandler(Rudolphine::misused);
    line.setUsageHelpWidth(110);
    try {
      return line.execute(commandFirst(args));
    } catch (Error e) { // such as no memory
      return failed(e, root.options.debug, err);
    }
  }

  /**
   * Options may stand before the command. A list option that is given on both sides would be
   * collected on one side only, so all of them are moved behind the command.
   */
  private static String[] commandFirst(String... args) {
    int command = 0;
    while (command < args.length && args[command].startsWith("-")) {
      command += List.of("--settings", "--set", "--lake").contains(args[command]) ? 2 : 1;
    }
    if (command >= args.length) {
      return args;
    }
    List<String> ordered = new ArrayList<>(List.of(args).subList(command, command + 1));
    ordered.addAll(List.of(args).subList(0, command));
    ordered.addAll(List.of(args).subList(command + 1, args.length));
    return ordered.toArray(String[]::new);
  }

  private static int execute(ParseResult parsed) {
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      CommandLine line = parsed.commandSpec().commandLine();
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int misused(CommandLine.ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("error: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr());
    line.getErr().println("try: rudolphine " + helpFor(line) + "--help");
    return ExitCode.USAGE;
  }

  private static String helpFor(CommandLine line) {
    return line.getParent() == null ? "" : line.getCommandName() + " ";
  }

  /** One clear line for people; the trace only when asked for. */
  private static int failed(Throwable failure, boolean debug, PrintStream err) {
    if (failure instanceof RunFailure run && run.said()) {
      return ExitCode.INTERRUPTED;
    }
    err.println("error: " + Failure.line(failure));
    if (debug) {
      failure.printStackTrace(err);
    } else if (!(failure instanceof SettingsException || failure instanceof UsageException)) {
      err.println("(--debug shows where)");
    }
    if (failure instanceof SettingsException || failure instanceof UsageException) {
      return ExitCode.USAGE;
    }
    return failure instanceof LockedException ? ExitCode.LOCKED : ExitCode.FAILED;
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"rudolphine " + CodeVersion.current()};
    }
  }
}
