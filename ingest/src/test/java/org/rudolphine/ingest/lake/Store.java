package org.rudolphine.ingest.lake;

import java.nio.file.Path;

/** The stores that a lake must behave alike on. */
enum Store {
  LOCAL {
    @Override
    Lake lake(Path folder) {
      return Lake.at(folder);
    }
  },
  HADOOP {
    @Override
    Lake lake(Path folder) {
      return Lake.open("disk://" + folder, DiskUnderHadoop.SETTINGS);
    }
  };

  abstract Lake lake(Path folder);
}
