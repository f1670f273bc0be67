package org.rudolphine.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.report.ReleaseReport;

/** Draws the HTML report of a release. */
final class ReportJob {
  private final Workspace workspace;

  ReportJob(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Writes the report.
   *
   * @param release folder of a release, a path or URI
   * @param output file to write, or null for {@code reports/<version>.html} beside {@code
   *     releases/}, or beside the folder when it is not in a lake
   * @param running what a run that is not finished yet has counted so far
   * @return where it is
   */
  String write(String release, String output, Collection<Accounting> running) throws IOException {
    Folder folder = Folder.open(release, workspace.lake().hadoopSettings());
    byte[] page = ReleaseReport.of(folder, ReportExtrasReader.read(workspace.lake(), running));
    String target = output == null ? besides(folder.uri()) : Path.of(output).toUri().toString();
    if (target.startsWith("file:")) {
      Path file = Path.of(URI.create(target)).toAbsolutePath();
      Files.createDirectories(file.getParent());
      Files.write(file, page);
      return file.toString();
    }
    int cut = target.lastIndexOf('/');
    Folder parent = workspace.lake().folder("reports");
    try (OutputStream out = parent.create(target.substring(cut + 1))) {
      out.write(page);
    }
    return target;
  }

  private static String besides(String folder) {
    int cut = folder.lastIndexOf('/');
    String parent = folder.substring(0, cut);
    String name = folder.substring(cut + 1);
    return parent.endsWith("/releases")
        ? parent.substring(0, parent.length() - "releases".length()) + "reports/" + name + ".html"
        : parent + "/" + name + "-report.html";
  }
}
