package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;

/**
 * What is wrong with a store, in one sentence that says what to do. Hadoop and the client of S3
 * wrap one another's messages several lines deep.
 */
final class StoreTrouble {
  private static final Pattern STATUS = Pattern.compile("Status Code: ([0-9]{3})");

  private StoreTrouble() {}

  /** The sentence, without a full stop. It never holds a setting, which could be a secret. */
  static String of(Throwable failure, String uri) {
    String scheme = URI.create(uri.replaceFirst("(?<=:).*", "///")).getScheme();
    String trouble = null;
    for (Throwable cause : causes(failure)) {
      String found = known(cause, scheme, uri);
      boolean bare = trouble != null && "Connection refused".equals(cause.getMessage());
      trouble = found == null || bare ? trouble : found; // the deepest known one says most
    }
    return trouble == null ? plain(failure) : trouble;
  }

  private static String known(Throwable cause, String scheme, String uri) {
    String name = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage());
    if (message.startsWith("No FileSystem for scheme")
        || cause instanceof ClassNotFoundException
        || cause instanceof LinkageError) {
      return missingClient(scheme, message);
    }
    return switch (name) {
      case "NoAuthWithAWSException", "NoAwsCredentialsException" ->
          "no credentials were found; give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the"
              + " environment, the role of the machine, or a Hadoop credential provider";
      case "UnknownStoreException", "NoSuchBucketException" ->
          "there is no bucket " + authority(uri) + "; make it first, or mend the lake's URI";
      case "UnknownHostException" ->
          "the host "
              + host(message)
              + " is unknown; mend the lake's URI"
              + ("s3a".equals(scheme) ? " or fs.s3a.endpoint" : "");
      case "ConnectException", "HttpHostConnectException", "NoRouteToHostException" ->
          "its store does not answer (" + address(message, uri) + ")";
      case "SocketTimeoutException", "ConnectTimeoutException" ->
          "its store does not answer in time (" + address(message, uri) + ")";
      default -> refused(cause);
    };
  }

  private static String missingClient(String scheme, String message) {
    if ("s3a".equals(scheme)) {
      String version = VersionInfo.getVersion();
      return "the client for s3a is not on the class path; give spark-submit --packages"
          + " org.apache.hadoop:hadoop-aws:"
          + version
          + ", or bin/rudolphine the jars in RUDOLPHINE_JARS (docs/lakes.md)";
    }
    return "no Hadoop client for " + scheme + ": is on the class path (" + line(message) + ")";
  }

  /** A reply of S3 that says no: its code and status, without the request. */
  private static String refused(Throwable cause) {
    boolean aws = cause.getClass().getName().startsWith("software.amazon.awssdk.");
    Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
    if (!aws || !status.find()) {
      return null;
    }
    int code = Integer.parseInt(status.group(1));
    String said = line(cause.getMessage()).replaceFirst(" *\\(Service:.*", "");
    if (code == 403 || code == 401) {
      return "its store refuses these credentials: " + said + " (status " + code + ")";
    }
    return "its store answers with status " + code + (said.isBlank() ? "" : ": " + said);
  }

  /** Whether waiting may help: a name node that restarts, is in safe mode or only stands by. */
  static boolean mayPass(Throwable failure) {
    for (Throwable cause : causes(failure)) {
      String name = cause.getClass().getName() + " " + cause.getMessage();
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof SocketTimeoutException
          || name.contains("SafeModeException")
          || name.contains("safe mode")
          || name.contains("StandbyException")
          || name.contains("RetriableException")) {
        return !(cause instanceof UnknownHostException);
      }
    }
    return false;
  }

  /** Whether a reply of an object store has that HTTP status. */
  static boolean hasStatus(Throwable failure, int status) {
    for (Throwable cause : causes(failure)) {
      Matcher matcher = STATUS.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find() && Integer.parseInt(matcher.group(1)) == status) {
        return true;
      }
    }
    return false;
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static String plain(Throwable failure) {
    boolean clear =
        failure instanceof java.nio.file.FileSystemException
            || failure.getClass().equals(IOException.class);
    return (clear ? "" : failure.getClass().getSimpleName() + ": ") + line(failure.getMessage());
  }

  private static String line(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static String authority(String uri) {
    return uri.replaceFirst("^[^:]+:/*", "").replaceFirst("/.*", "");
  }

  private static String host(String message) {
    return line(message).replaceFirst(":.*", "");
  }

  /** Where the connection was refused, as far as the message tells. */
  private static String address(String message, String uri) {
    Matcher hadoop = Pattern.compile(" to ([^ ]+) failed").matcher(message);
    if (hadoop.find()) {
      return hadoop.group(1);
    }
    Matcher http = Pattern.compile("[Cc]onnect to ([^ ]+) ").matcher(message);
    return http.find() ? http.group(1) : authority(uri) + ": " + line(message);
  }
}
