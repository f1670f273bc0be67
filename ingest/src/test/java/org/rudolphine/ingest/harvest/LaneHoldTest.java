package org.rudolphine.ingest.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;

class LaneHoldTest {
  @TempDir Path folder;

  /** A store that refuses an interrupted thread, as the clients of HDFS and S3 do. */
  static final class Touchy extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("touchy:///");
    }

    @Override
    public String getScheme() {
      return "touchy";
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
        throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted before it opened " + file);
      }
      return super.open(file, bufferSize);
    }
  }

  @Test
  void aKilledTaskGivesItsLaneBack() throws IOException {
    Lake lake = Lake.open("touchy://" + folder, Map.of("fs.touchy.impl", Touchy.class.getName()));
    Lease lease = lake.lease("lane-rows");
    assertThat(lease.take("r1", Instant.now())).isEmpty();
    LaneHold hold = new LaneHold(lease, "r1", Duration.ZERO, () -> true);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(lease::holder).isInstanceOf(InterruptedIOException.class);
      hold.close();
    } finally {
      assertThat(Thread.interrupted()).as("whoever comes next must know of it").isTrue();
    }
    assertThat(lease.holder().orElseThrow().released()).isTrue();
  }
}
