package org.rudolphine.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.jobs.demo.SampleServer;
import org.rudolphine.jobs.settings.Settings;
import picocli.CommandLine;

/** The whole road on the bundled sample, served over the providers' protocols on loopback. */
@CommandLine.Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Harvest, normalize, link, release and report on the bundled sample.")
final class DemoCommand extends Command {
  private static final List<String> SOURCES =
      List.of("gwosc", "sxs", "arxiv", "cernopendata", "tmr", "hepdata");

  @Override
  public Integer call() throws IOException {
    try (SampleServer server = SampleServer.start(address())) {
      Settings settings = options().settings(assignments(server));
      try (Workspace workspace = Workspace.open(settings, options().console())) {
        workspace.console().progress("sample server at " + server.url());
        return RunLog.keep(workspace, Run.start("demo", Clock.systemUTC()), DemoCommand::go);
      }
    }
  }

  private static void go(Workspace workspace, Run run) throws IOException {
    Summary.road(workspace, run, new Road(workspace, run).go(SOURCES));
  }

  private static List<String> assignments(SampleServer server) {
    List<String> assignments = new ArrayList<>();
    assignments.add("lake=" + home().resolve("target").resolve("demo-lake"));
    assignments.add("sources.gwosc.base-url=" + server.gwoscUrl());
    assignments.add("sources.sxs.base-url=" + server.sxsUrl());
    assignments.add("sources.arxiv.base-url=" + server.arxivUrl());
    // One window: a server at hand needs no short ones, which only resume after a failure is for.
    assignments.add("sources.arxiv.window=P100Y");
    assignments.add("sources.cernopendata.base-url=" + server.cernOpenDataUrl());
    assignments.add("sources.tmr.base-url=" + server.tmrUrl());
    assignments.add("sources.hepdata.base-url=" + server.hepDataUrl());
    for (String source : SOURCES) {
      assignments.add("sources." + source + ".min-interval=PT0S");
    }
    return assignments;
  }

  /** Loopback, but on a cluster where executors on other machines reach this one. */
  private static InetAddress address() throws UnknownHostException {
    if (!Submit.isUsed() || Submit.isLocal()) {
      return InetAddress.getByName("127.0.0.1");
    }
    String host = System.getProperty("spark.driver.host", System.getenv("SPARK_LOCAL_IP"));
    return host == null ? InetAddress.getLocalHost() : InetAddress.getByName(host);
  }

  /** The project's folder as the launcher gives it, else the current one. */
  private static Path home() {
    return Path.of(System.getProperty("rudolphine.home", "."));
  }
}
