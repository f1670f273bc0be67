package org.rudolphine.transform.tecplot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads every table below a folder; prints what numpy prints of the same files. */
final class TableBench {
  private TableBench() {}

  public static void main(String[] args) throws IOException, UnreadableTable {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Path.of(args[0]))) {
      files = walk.filter(file -> file.toString().endsWith(".dat")).sorted().toList();
    }
    double best = Double.POSITIVE_INFINITY;
    long values = 0;
    double sum = 0;
    for (int repeat = 0; repeat < Integer.parseInt(args[1]); repeat++) {
      long start = System.nanoTime();
      values = 0;
      sum = 0;
      for (Path file : files) {
        for (TableZone zone : TecplotTable.read(Files.readAllBytes(file)).zones()) {
          for (double[] column : zone.columns()) {
            values += column.length;
            for (double value : column) {
              sum += Double.isNaN(value) ? 0 : Math.abs(value);
            }
          }
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        Locale.ROOT,
        "files %d values %d checksum %.6e seconds %.3f%n",
        files.size(),
        values,
        sum,
        best);
  }
}
