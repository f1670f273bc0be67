package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Writes parts of a batch beside each other. At most one part per thread and one more are held, so
 * that a reader that is quicker than the writers waits for them.
 */
final class PartWriters implements AutoCloseable {
  /** What a writer does with a part. */
  @FunctionalInterface
  interface Writing {
    LakeFile write(RawPart part) throws IOException;
  }

  private static final int MOST_THREADS = 4;
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final Writing writing;
  private final ExecutorService threads;
  private final Semaphore room;
  private final List<Future<LakeFile>> files = new ArrayList<>();

  PartWriters(Writing writing) {
    this(writing, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  PartWriters(Writing writing, int count) {
    this.writing = writing;
    this.threads = Executors.newFixedThreadPool(count, PartWriters::thread);
    this.room = new Semaphore(count + 1);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "raw-part-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Hands over a part; waits while there is no room for it.
   *
   * @throws IOException also when a part handed over earlier could not be written
   */
  void add(RawPart part) throws IOException {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    checkFinished();
    files.add(
        threads.submit(
            () -> {
              try {
                return writing.write(part);
              } finally {
                room.release();
              }
            }));
  }

  private void checkFinished() throws IOException {
    for (Future<LakeFile> file : files) {
      if (file.isDone()) {
        result(file);
      }
    }
  }

  /** Waits for all parts. Their files, in order. */
  List<LakeFile> finish() throws IOException {
    List<LakeFile> written = new ArrayList<>();
    for (Future<LakeFile> file : files) {
      written.add(result(file));
    }
    return written;
  }

  private static LakeFile result(Future<LakeFile> file) throws IOException {
    try {
      return file.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IOException(
          "A part of the import could not be written: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Interrupted while parts were being written");
  }

  /** Stops what is still being written and waits until it has let go of its files. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
