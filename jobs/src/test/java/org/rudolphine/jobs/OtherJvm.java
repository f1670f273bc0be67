package org.rudolphine.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The product in a process of its own, with the class path and JVM options of the tests. */
final class OtherJvm {
  private OtherJvm() {}

  static Process start(Path log, List<String> args) throws IOException {
    return start(Rudolphine.class, List.of(), log, args);
  }

  /** The product with further JVM options, as {@code -Dname=value}. */
  static Process start(List<String> jvmOptions, Path log, List<String> args) throws IOException {
    return start(Rudolphine.class, jvmOptions, log, args);
  }

  /** Another program of the tests' class path. */
  static Process start(Class<?> program, Path log, List<String> args) throws IOException {
    return start(program, List.of(), log, args);
  }

  private static Process start(
      Class<?> program, List<String> jvmOptions, Path log, List<String> args) throws IOException {
    return new ProcessBuilder(command(program, jvmOptions, args))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** The words of a command of the product. */
  static List<String> command(List<String> args) {
    return command(Rudolphine.class, List.of(), args);
  }

  private static List<String> command(
      Class<?> program, List<String> jvmOptions, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : System.getProperty("rudolphine.jvm").trim().split("\\s+")) {
      command.add(option);
    }
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(args);
    return command;
  }
}
