package org.rudolphine.jobs;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine or a store can lack, told by what operating systems, the JVM and Hadoop say, and
 * what an operator does about it. No source and no stage is to blame for it, and whatever is tried
 * next will most likely meet it too.
 */
enum Trouble {
  NO_SPACE(
      "No space left on device|There is not enough space on the disk",
      "free space or inodes there (df -h, df -i), or move it to a larger disk"),
  QUOTA(
      "Disk quota exceeded|(?:DiskSpace quota|NameSpace quota|Quota by storage type)"
          + "[^\\n]*? is exceeded",
      "raise the quota or remove what is not needed there"),
  READ_ONLY("Read-only file system", "look why (dmesg) and mount it writable"),
  PERMISSION(
      "Permission denied|Operation not permitted|AccessDeniedException|AccessControlException",
      "let user " + System.getProperty("user.name") + " read and write there"),
  /** What Hadoop says on a local disk for any of the above, without telling which. */
  NO_FOLDER(
      "Mkdirs failed to create",
      "see that user "
          + System.getProperty("user.name")
          + " may read and write there and that the disk is mounted writable and has space and"
          + " inodes (df -h, df -i)"),
  DISK(
      "Input/output error|Stale file handle|Transport endpoint is not connected",
      "check the disk or the mount"),
  OPEN_FILES("Too many open files", "raise the limit (ulimit -n, LimitNOFILE)"),
  MEMORY(
      "Java heap space|GC overhead limit exceeded|unable to create native thread"
          + "|Cannot allocate memory|UNABLE_TO_ACQUIRE_MEMORY",
      "give it more memory (RUDOLPHINE_HEAP, or --driver-memory and --executor-memory)"),
  NO_LOCAL_FOLDER(
      "Failed to create a (?:temp|local) (?:directory|dir)[^\\n]*|Failed to create local dir[^\\n]*",
      "see that there is space and that it can be written (spark.local.dir, SPARK_LOCAL_DIRS)");

  /** What no provider would say of itself. */
  static final Set<Trouble> ONLY_OF_DISKS = Set.of(NO_SPACE, QUOTA, READ_ONLY);

  private final Pattern said;
  private final String remedy;

  Trouble(String said, String remedy) {
    this.said = Pattern.compile(said);
    this.remedy = remedy;
  }

  /**
   * Trouble that some text tells of.
   *
   * @param said what of the text tells of it
   */
  record Told(Trouble trouble, String said) {

    /** What happened. Classes of exceptions and names of commands are no words for people. */
    String words() {
      return switch (said) {
        case "AccessDeniedException", "AccessControlException" -> "Permission denied";
        case "Mkdirs failed to create" -> "A folder could not be made";
        default -> said;
      };
    }

    /** The text that told of it, in such words. */
    String inWords(String text) {
      return text.replace(said, words());
    }
  }

  /** What the operator does. */
  String remedy() {
    return remedy;
  }

  /** The first trouble that a text tells of. */
  static Optional<Told> in(String text) {
    if (text == null) {
      return Optional.empty();
    }
    for (Trouble trouble : values()) {
      Matcher matcher = trouble.said.matcher(text);
      if (matcher.find()) {
        return Optional.of(new Told(trouble, matcher.group()));
      }
    }
    return Optional.empty();
  }
}
