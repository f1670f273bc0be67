package org.rudolphine.jobs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.demo.SampleServer;

/** Runs commands of the product in this JVM, on a lake of a test. */
final class Cli {
  private final List<String> global = new ArrayList<>();

  /** A lake, with the sources of gravitational waves at a server and no other one asked. */
  static Cli on(Path lake, SampleServer server) {
    Cli cli = on(lake);
    cli.set("sources.gwosc.base-url=" + server.gwoscUrl());
    cli.set("sources.sxs.base-url=" + server.sxsUrl());
    cli.set("sources.arxiv.base-url=");
    cli.set("sources.gwosc.min-interval=PT0S");
    cli.set("sources.sxs.min-interval=PT0S");
    cli.set("sources.gwosc.retry-base=PT0.01S");
    cli.set("sources.sxs.retry-base=PT0.01S");
    cli.set("sources.gwosc.max-attempts=2");
    cli.set("sources.sxs.max-attempts=2");
    cli.set("link.rules.gw-parameters.draws=500");
    cli.set("link.rules.gw-remnant.draws=500");
    return cli;
  }

  /** A lake, with packed settings. */
  static Cli on(Path lake) {
    Cli cli = new Cli();
    cli.global.add("--lake");
    cli.global.add(lake.toString());
    return cli;
  }

  Cli set(String assignment) {
    global.add("--set");
    global.add(assignment);
    return this;
  }

  /** What a command gave. */
  record Result(int exit, String out, String err) {}

  Result run(String... command) {
    List<String> args = new ArrayList<>(global);
    args.addAll(List.of(command));
    return call(args.toArray(String[]::new));
  }

  static Result call(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Rudolphine.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
