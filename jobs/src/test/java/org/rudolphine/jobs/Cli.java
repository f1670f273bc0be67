package org.rudolphine.jobs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.demo.SampleServer;

/** Runs commands of the product in this JVM, on a lake of a test. */
public final class Cli {
  private final List<String> global = new ArrayList<>();

  /** A lake, with all sources of the sample at a server. */
  public static Cli on(Path lake, SampleServer server) {
    return on(lake.toString(), server);
  }

  /** The same on a lake anywhere. */
  public static Cli on(String lake, SampleServer server) {
    Cli cli = on(lake);
    sampled(server).forEach(cli::set);
    for (String source : List.of("gwosc", "sxs", "arxiv", "cernopendata", "tmr")) {
      cli.set("sources." + source + ".retry-base=PT0.01S");
      cli.set("sources." + source + ".max-attempts=2");
    }
    return cli;
  }

  /** Settings that put the sources of the sample at a server and spare draws. */
  public static List<String> sampled(SampleServer server) {
    return List.of(
        "sources.gwosc.base-url=" + server.gwoscUrl(),
        "sources.gwosc.min-interval=PT0S",
        "sources.sxs.base-url=" + server.sxsUrl(),
        "sources.sxs.min-interval=PT0S",
        "sources.arxiv.base-url=" + server.arxivUrl(),
        "sources.arxiv.min-interval=PT0S",
        "sources.arxiv.window=P100Y",
        "sources.cernopendata.base-url=" + server.cernOpenDataUrl(),
        "sources.cernopendata.min-interval=PT0S",
        "sources.tmr.base-url=" + server.tmrUrl(),
        "sources.tmr.min-interval=PT0S",
        "sources.hepdata.base-url=" + server.hepDataUrl(),
        "sources.hepdata.min-interval=PT0S",
        "sources.hepdata.records=[]",
        "link.rules.gw-parameters.draws=500",
        "link.rules.gw-remnant.draws=500");
  }

  /** A lake, with packed settings. */
  public static Cli on(Path lake) {
    return on(lake.toString());
  }

  /** The same on a lake anywhere. */
  public static Cli on(String lake) {
    Cli cli = new Cli();
    cli.global.add("--lake");
    cli.global.add(lake);
    return cli;
  }

  public Cli set(String assignment) {
    global.add("--set");
    global.add(assignment);
    return this;
  }

  /** What a command gave. */
  public record Result(int exit, String out, String err) {}

  public Result run(String... command) {
    List<String> args = new ArrayList<>(global);
    args.addAll(List.of(command));
    return call(args.toArray(String[]::new));
  }

  public static Result call(String... args) {
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
