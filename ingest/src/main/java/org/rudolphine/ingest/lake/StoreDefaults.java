package org.rudolphine.ingest.lake;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/**
 * What the Hadoop client is told for a lake unless the user has said otherwise, on the command line
 * or in the site files of {@code HADOOP_CONF_DIR}. The lake's own client and Spark's get the same.
 */
final class StoreDefaults {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          // A name node that restarts or is in safe mode is waited for: 10 s in steps of 1 s, then
          // a minute in steps of 5 s, then eight minutes in steps of 30 s.
          "dfs.client.retry.policy.enabled", "true",
          "dfs.client.retry.policy.spec", "1000,10,5000,12,30000,16",
          // With two or three data nodes there is no other one to take the place of one that died.
          "dfs.client.block.write.replace-datanode-on-failure.best-effort", "true",
          // The last block of a file may need a while to be reported after a restart.
          "dfs.client.block.write.locateFollowingBlock.retries", "9",
          // The lake never makes a file where a folder is, nor needs marks of empty folders.
          "fs.s3a.performance.flags", "create,delete,mkdir");

  /**
   * On an object store every rename of Spark's output is a copy; this way there is one less. It
   * shows files of a job before the job is done, but nobody looks where tables are being written.
   */
  private static final Map<String, String> OBJECT_STORE =
      Map.of("mapreduce.fileoutputcommitter.algorithm.version", "2");

  private StoreDefaults() {}

  /** Credentials as Amazon's tools take them from the environment. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "fs.s3a.access.key",
          "AWS_SECRET_ACCESS_KEY", "fs.s3a.secret.key",
          "AWS_SESSION_TOKEN", "fs.s3a.session.token");

  /**
   * The settings given, the defaults for what neither they nor the site files say, and for s3a the
   * credentials of this process's environment, which executors elsewhere do not have.
   */
  static Map<String, String> complete(
      String uri, Map<String, String> given, Map<String, String> environment) {
    HdfsConfiguration.init(); // else hdfs-site.xml would not be read yet
    Configuration site = new Configuration();
    TreeMap<String, String> settings = new TreeMap<>(given);
    defaults(uri)
        .forEach(
            (key, value) -> {
              if (!isSaid(site, key)) {
                settings.putIfAbsent(key, value);
              }
            });
    if (uri.startsWith("s3a:") && !saysWhoAsks(settings, site)) {
      CREDENTIALS.forEach(
          (variable, key) -> {
            if (environment.containsKey(variable)) {
              settings.put(key, environment.get(variable));
            }
          });
    }
    return settings;
  }

  private static boolean saysWhoAsks(Map<String, String> settings, Configuration site) {
    return Stream.concat(
            CREDENTIALS.values().stream(),
            Stream.of(
                "fs.s3a.aws.credentials.provider", "hadoop.security.credential.provider.path"))
        .anyMatch(key -> settings.containsKey(key) || isSaid(site, key));
  }

  /** Settings that this class may choose for a lake. */
  static Set<String> names(String uri) {
    return uri.startsWith("file:") ? Set.of() : defaults(uri).keySet();
  }

  private static Map<String, String> defaults(String uri) {
    TreeMap<String, String> defaults = new TreeMap<>(DEFAULTS);
    if (HadoopStorage.isObjectStore(uri)) {
      defaults.putAll(OBJECT_STORE);
    }
    return defaults;
  }

  private static boolean isSaid(Configuration site, String key) {
    String[] sources = site.getPropertySources(key);
    return sources != null
        && sources.length > 0
        && !sources[sources.length - 1].endsWith("-default.xml");
  }
}
