package org.rudolphine.transform.hdf;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Synthetic HDF5 files, written by the library's own writer. */
public final class HdfFixture {
  private HdfFixture() {}

  /** Bytes of a file. */
  public static byte[] of(Consumer<WritableHdfFile> content) {
    try {
      Path file = Files.createTempFile("fixture", ".h5");
      try {
        try (WritableHdfFile writing = HdfFile.write(file)) {
          content.accept(writing);
        }
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
