package org.rudolphine.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A name node and data nodes on loopback. They belong to a user {@code hdfs}, so that who runs the
 * tests is a user like others, whom permissions bind.
 */
final class Hdfs implements AutoCloseable {
  private static final UserGroupInformation OWNER = UserGroupInformation.createRemoteUser("hdfs");

  private final MiniDFSCluster cluster;

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  static Hdfs start(Path folder, int dataNodes) throws IOException, InterruptedException {
    Configuration configuration = new Configuration();
    configuration.set("hdfs.minidfs.basedir", folder.toString());
    configuration.setInt("dfs.replication", dataNodes);
    configuration.setInt("dfs.heartbeat.interval", 1);
    configuration.setInt("dfs.namenode.heartbeat.recheck-interval", 1000);
    Hdfs hdfs =
        asOwner(
            () ->
                new Hdfs(
                    new MiniDFSCluster.Builder(configuration).numDataNodes(dataNodes).build()));
    hdfs.administer(
        files -> {
          files.mkdirs(new org.apache.hadoop.fs.Path("/lakes"));
          files.setOwner(
              new org.apache.hadoop.fs.Path("/lakes"),
              UserGroupInformation.getCurrentUser().getShortUserName(),
              null);
          files.setPermission(
              new org.apache.hadoop.fs.Path("/lakes"), new FsPermission((short) 0777));
        });
    return hdfs;
  }

  private static <T> T asOwner(PrivilegedExceptionAction<T> work)
      throws IOException, InterruptedException {
    return OWNER.doAs(work);
  }

  /** {@code hdfs://127.0.0.1:PORT}. */
  String uri() {
    return "hdfs://127.0.0.1:" + cluster.getNameNodePort();
  }

  /** Few nodes need few copies. */
  Map<String, String> settings() {
    return Map.of("dfs.replication", "2");
  }

  /** What only the owner of the file system may do. */
  @FunctionalInterface
  interface Administration {
    void of(DistributedFileSystem files) throws IOException;
  }

  void administer(Administration work) throws IOException, InterruptedException {
    asOwner(
        () -> {
          try (DistributedFileSystem files =
              (DistributedFileSystem)
                  org.apache.hadoop.fs.FileSystem.newInstance(
                      cluster.getURI(), cluster.getConfiguration(0))) {
            work.of(files);
          }
          return null;
        });
  }

  /** A data node that is gone without a word. */
  void loseDataNode() {
    cluster.stopDataNode(0);
  }

  /** Stops the name node and starts it again; it is in safe mode at first. */
  void restartNameNode() throws IOException, InterruptedException {
    asOwner(
        () -> {
          cluster.restartNameNode(false);
          return null;
        });
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
