package org.rudolphine.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version of this code, as the build states it. */
final class CodeVersion {
  private CodeVersion() {}

  static String current() {
    Properties properties = new Properties();
    try (InputStream in = CodeVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The build's version", e);
    }
    return properties.getProperty("version");
  }
}
