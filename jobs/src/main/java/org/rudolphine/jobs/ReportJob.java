package org.rudolphine.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import org.rudolphine.ingest.harvest.SourceHarvest;
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
   * @param output file to write, a path or URI, or null for {@code reports/<version>.html} beside
   *     {@code releases/}, or beside the folder when it is not in a lake
   * @param running what a run that is not finished yet has counted so far
   * @return where it is
   */
  String write(String release, String output, Collection<Accounting> running) throws IOException {
    return write(release, output, running, List.of());
  }

  /**
   * Writes the report of a run that is not finished yet.
   *
   * @param harvests what became of the sources in that run
   */
  String write(
      String release,
      String output,
      Collection<Accounting> running,
      Collection<SourceHarvest> harvests)
      throws IOException {
    Folder folder = Folder.open(release, workspace.lake().hadoopSettings());
    byte[] page =
        ReleaseReport.of(folder, ReportExtrasReader.read(workspace.lake(), running, harvests));
    String target = output == null ? besides(folder.uri()) : output;
    try (OutputStream out = output == null ? createBeside(target) : named(target).create()) {
      out.write(page);
    }
    return output == null ? Workspace.shown(target) : named(target).shown();
  }

  private OutputStream createBeside(String target) throws IOException {
    return target.startsWith("file:")
        ? named(target).create()
        : workspace.lake().folder("reports").create(target.substring(target.lastIndexOf('/') + 1));
  }

  private NamedFile named(String pathOrUri) {
    return NamedFile.of(pathOrUri, workspace.lake().hadoopSettings());
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
