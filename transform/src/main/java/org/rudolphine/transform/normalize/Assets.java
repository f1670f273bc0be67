package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.io.Serializable;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.UnusableAsset;

/** The files that raw records speak of, as a normalizer reads them where its task runs. */
@FunctionalInterface
public interface Assets extends Serializable {

  /**
   * A whole file, compared with its checksum.
   *
   * @param sha256 checksum that names it
   * @param most largest size to take, in bytes
   * @throws UnusableAsset when it is missing, larger or damaged: a reason to reject the record
   * @throws IOException when the store cannot be read now: no record is to blame
   */
  byte[] bytes(String sha256, long most) throws IOException;

  /** The files of a lake. */
  static Assets of(Lake lake) {
    AssetStore store = lake.assets();
    return store::read;
  }
}
