package org.rudolphine.ingest.parquet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Opens a Parquet file by URI; local files do not touch Hadoop. */
public final class StoredInputFile {
  private StoredInputFile() {}

  /**
   * @param uri absolute URI
   * @param configuration Hadoop settings; may be null for local files
   */
  public static InputFile of(String uri, Configuration configuration) throws IOException {
    if (uri.startsWith("file:")) {
      return new LocalInputFile(Path.of(URI.create(uri)));
    }
    return HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(uri), configuration);
  }
}
