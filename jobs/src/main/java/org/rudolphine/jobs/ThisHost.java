package org.rudolphine.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this process runs on. */
final class ThisHost {
  private ThisHost() {}

  /** Its name, as its shell or else its network knows it. */
  static String name() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
