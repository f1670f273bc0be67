package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.function.Supplier;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.RefusedAddress;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.lake.Asset;

/**
 * Fetches the files of one unit, one after the other. A file that cannot be had is told with its
 * reason and does not keep the others waiting; a provider that does not want to be asked, or that
 * gives no whole answer again and again, ends the unit.
 */
final class FileFetch {
  private static final HarvestLog LOG = HarvestLog.of(FileFetch.class);
  private static final int MOST_BROKEN_IN_A_ROW = 3;

  private final PoliteClient client;
  private final Supplier<AssetDownload> downloads;
  private int brokenInARow;
  private int failures;

  /**
   * @param downloads a new download for each file
   */
  FileFetch(PoliteClient client, Supplier<AssetDownload> downloads) {
    this.client = client;
    this.downloads = downloads;
  }

  /** Says what is wrong with a file that has arrived, or null. */
  @FunctionalInterface
  interface Check {
    String fault(AssetDownload download);
  }

  /** How asking for a file ended. */
  enum End {
    /** It is in the lake. */
    STORED,
    /** The provider says that what is in the lake still holds. */
    UNCHANGED,
    /** The provider has no such file. */
    ABSENT,
    /** It could not be had. */
    FAILED
  }

  /**
   * What became of a file.
   *
   * @param asset the file, when it was stored
   * @param reply the reply, when there was one that brought the file or said that it is unchanged
   * @param reason why it could not be had, else null
   */
  record Outcome(End end, Asset asset, Reply reply, String reason) {}

  /** How many files could not be had so far. */
  int failures() {
    return failures;
  }

  /**
   * Asks for a file.
   *
   * @throws IOException when no further file should be asked for now
   */
  Outcome fetch(Request request, Check check) throws IOException {
    try (AssetDownload download = downloads.get()) {
      Reply reply;
      try {
        reply = client.fetch(request, download);
      } catch (IOException e) {
        if (download.notStored()) {
          throw e;
        }
        return notHad(request.uri(), e);
      }
      brokenInARow = 0;
      if (reply.notModified()) {
        return new Outcome(End.UNCHANGED, null, reply, null);
      }
      String fault = check.fault(download);
      if (fault != null) {
        return failed(request.uri().toString(), fault);
      }
      return new Outcome(End.STORED, download.complete(), reply, null);
    }
  }

  /** A file that cannot even be asked for. */
  Outcome failed(String link, String reason) {
    failures++;
    LOG.warn("the file {} could not be had: {}", link, reason);
    return new Outcome(End.FAILED, null, null, reason);
  }

  private Outcome notHad(URI uri, IOException e) throws IOException {
    if (e instanceof InterruptedIOException || unwelcome(e)) {
      throw e;
    }
    if (e instanceof HttpFailure failure && GwoscListing.absent(failure)) {
      brokenInARow = 0;
      LOG.warn("the provider answers {} for the file {}", failure.status(), uri);
      return new Outcome(End.ABSENT, null, null, e.getMessage());
    }
    boolean answered = e instanceof HttpFailure || e instanceof RefusedAddress;
    brokenInARow = answered ? 0 : brokenInARow + 1;
    if (brokenInARow == MOST_BROKEN_IN_A_ROW) {
      throw new IOException(
          brokenInARow + " files in a row did not come whole, the last: " + e.getMessage(), e);
    }
    return failed(uri.toString(), e.getMessage());
  }

  /** Whether the provider said that it does not want to be asked, or cannot answer, just now. */
  private static boolean unwelcome(IOException e) {
    if (!(e instanceof HttpFailure failure)) {
      return false;
    }
    return switch (failure.status()) {
      case 401, 403, 429 -> true;
      default -> failure.status() >= 500;
    };
  }
}
