package org.rudolphine.jobs;

import java.io.IOException;
import java.util.Collections;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;

/**
 * On a cluster, a lake below a path has to be the same folder on every machine. Where it is not,
 * executors would write to disks that nobody reads, and the run would end as if there were nothing.
 */
final class SharedDisk {
  private static final String FOLDER = "reports";

  private SharedDisk() {}

  /**
   * Looks from the executors for a file that the driver has just written.
   *
   * @throws UsageException naming the machines that do not see it
   */
  static void check(JavaSparkContext context, Lake lake) throws IOException {
    if (context.isLocal() || !lake.uri().startsWith("file:")) {
      return;
    }
    Folder folder = lake.folder(FOLDER);
    String mark = ".tmp-seen-" + UUID.randomUUID();
    try {
      folder.write(mark, new byte[0]);
    } catch (IOException e) {
      return; // somebody who may only read; who has to write was checked for that already
    }
    try {
      TreeSet<String> blind = blind(context, lake, mark);
      if (!blind.isEmpty()) {
        throw new UsageException(
            "The lake "
                + Workspace.shown(lake.uri())
                + " is not the same folder on "
                + String.join(", ", blind)
                + " as on the driver's machine: mount it on all of them, or use hdfs: or s3a:");
      }
    } finally {
      folder.delete(mark);
    }
  }

  /** Machines from which a mark is not seen. */
  static TreeSet<String> blind(JavaSparkContext context, Lake lake, String mark) {
    // Twice as many tasks as cores, so that most likely every machine has one.
    int tasks = 2 * context.defaultParallelism();
    TreeSet<String> hosts = new TreeSet<>();
    context
        .parallelize(Collections.nCopies(tasks, mark), tasks)
        .filter(name -> !lake.folder(FOLDER).exists(name))
        .map(name -> java.net.InetAddress.getLocalHost().getHostName())
        .collect()
        .forEach(hosts::add);
    return hosts;
  }
}
