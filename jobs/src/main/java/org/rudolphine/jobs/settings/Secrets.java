package org.rudolphine.jobs.settings;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.rudolphine.ingest.Secret;
import org.rudolphine.ingest.SourceSettings;

/**
 * What must not stand in a settings file or on a command line. The secrets that a source declares
 * come from the environment, else from Hadoop's credential providers; nowhere else are they looked
 * for, and settings that look like one are refused without repeating them.
 */
public final class Secrets {
  /** Declares the names of a source's secrets, and is none. */
  static final String DECLARATION = "secrets";

  private static final Pattern OWNER = Pattern.compile("^(source-defaults|sources\\.[^.]+)\\.");
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)(secret|passw(or)?d|passphrase|token|credential|(api|access|private)[-_.]?key)");
  private static final Pattern PASSWORD_IN_ADDRESS =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/@\\s]*:[^/@\\s]+@");
  private static final Pattern HADOOP_SECRET =
      Pattern.compile(
          "(secret|secret[.-]key|session[.-]token|refresh[.-]token|passwo?r?d|passphrase"
              + "|api[.-]?key|encryption[.-]key|account\\.key(\\..+)?)$");

  private final Map<String, String> environment;
  private final Map<String, String> hadoopSettings;

  /**
   * Where to look.
   *
   * @param environment variables by name
   * @param hadoopSettings where the credential providers are, as for the lake
   */
  public Secrets(Map<String, String> environment, Map<String, String> hadoopSettings) {
    this.environment = environment;
    this.hadoopSettings = hadoopSettings;
  }

  /**
   * A source's settings with those of its declared secrets that somebody has given. One that is
   * missing fails where the source asks for it.
   *
   * @throws SettingsException when a credential provider cannot be read
   */
  public SourceSettings of(SourceSettings source) {
    if (source.secrets().isEmpty()) {
      return source;
    }
    Map<String, Serializable> values = new TreeMap<>(source.values());
    for (String key : source.secrets()) {
      String value = value(source.id(), key);
      if (value != null) {
        values.put(key, Secret.of(value));
      }
    }
    return new SourceSettings(source.id(), values);
  }

  private String value(String source, String key) {
    String given = environment.get(Secret.variable(source, key));
    return given == null || given.isBlank() ? provided(Secret.alias(source, key)) : given;
  }

  /** Clear text in Hadoop's configuration files, where getPassword looks last, does not count. */
  private String provided(String alias) {
    Configuration configuration = new Configuration();
    hadoopSettings.forEach(configuration::set);
    try {
      char[] password = configuration.getPasswordFromCredentialProviders(alias);
      return password == null ? null : new String(password);
    } catch (IOException e) {
      throw new SettingsException(
          "The secret "
              + alias
              + " cannot be read from its credential provider: "
              + e.getMessage());
    }
  }

  /** Refuses a setting that is a secret by its name or holds a password in an address. */
  static void refuse(String path, Serializable value, String where) {
    String key = OWNER.matcher(path).replaceFirst("");
    if (TELLING.matcher(key).find() && !key.equals(DECLARATION)) {
      throw new SettingsException(
          where + ": " + path + " looks like a secret, which no setting is: " + instead(path, key));
    }
    if (value instanceof String text && PASSWORD_IN_ADDRESS.matcher(text).find()) {
      throw new SettingsException(
          where + ": the address in " + path + " holds a password: " + instead("", ""));
    }
  }

  private static String instead(String path, String key) {
    if (!path.startsWith("sources.")) {
      return "give it in the environment or through a Hadoop credential provider";
    }
    String source = path.substring("sources.".length(), path.length() - key.length() - 1);
    return "set the environment variable "
        + Secret.variable(source, key)
        + ", or keep it as "
        + Secret.alias(source, key)
        + " in a Hadoop credential provider";
  }

  /** Whether text that is no proper setting might still give a secret away. */
  static boolean suspects(String text) {
    return TELLING.matcher(text).find() || PASSWORD_IN_ADDRESS.matcher(text).find();
  }

  /** Of Spark's properties for Hadoop, those that hold a secret, not where to find one; sorted. */
  public static List<String> among(Set<String> properties) {
    return properties.stream()
        .filter(name -> name.startsWith("spark.hadoop.") && HADOOP_SECRET.matcher(name).find())
        .sorted()
        .toList();
  }
}
