package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells a process from all others, so that a lease knows when its holder has ended. Host names do
 * not (two machines may both be called {@code localhost}), nor do process ids alone (every
 * container has a process 1, and ids come again after a restart).
 *
 * @param place where the process id means something: boot, process id namespace and user; a user
 *     may not see the processes of another
 * @param process its id there
 * @param start when it started, in a form that no clock change touches where the system has one; or
 *     null when that cannot be told
 */
record ProcessMark(String place, long process, String start) {
  private static final Path PROC = Path.of("/proc");

  /** Fields of {@code /proc/<pid>/stat} after the name, which may itself hold blanks. */
  private static final int STATE = 0;

  private static final int START_TICKS = 19;
  private static final ProcessMark HERE = here();

  /** This very process. */
  static ProcessMark current() {
    return HERE;
  }

  /** The marks of another process of this place. */
  static ProcessMark of(long process) {
    return new ProcessMark(HERE.place, process, running(process).orElse(null));
  }

  /** Whether the process has ended for certain: it was one of this place and runs no more. */
  boolean gone() {
    if (!HERE.place.equals(place)) {
      return false;
    }
    try {
      Optional<String> found = running(process);
      return found.isEmpty() || (start != null && !start.equals(found.get()));
    } catch (IllegalStateException untold) {
      return false;
    }
  }

  private static ProcessMark here() {
    long process = ProcessHandle.current().pid();
    return new ProcessMark(whereabouts(), process, running(process).orElse(null));
  }

  private static String whereabouts() {
    String user = System.getProperty("user.name");
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      String namespace = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      return "boot " + boot + " " + namespace + " user " + user;
    } catch (IOException | UnsupportedOperationException e) {
      return "host " + Lease.host() + " user " + user;
    }
  }

  /** When a running process started; empty when there is none of that id, or only its remains. */
  private static Optional<String> running(long process) {
    if (!Files.exists(PROC.resolve("self/stat"))) {
      return ProcessHandle.of(process)
          .filter(ProcessHandle::isAlive)
          .map(found -> found.info().startInstant().map(Objects::toString).orElse(""));
    }
    try {
      String stat = Files.readString(PROC.resolve(process + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      boolean remains = "ZX".contains(fields[STATE]);
      return remains ? Optional.empty() : Optional.of("ticks " + fields[START_TICKS]);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | ArrayIndexOutOfBoundsException e) {
      if (Files.exists(PROC.resolve(Long.toString(process)))) {
        throw new IllegalStateException("Process " + process + " cannot be looked at", e);
      }
      return Optional.empty();
    }
  }
}
