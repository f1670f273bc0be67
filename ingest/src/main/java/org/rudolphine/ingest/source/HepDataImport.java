package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Lands files of submissions that the user has: an archive whole; of a folder, each table's file
 * together with what the {@code submission.yaml} beside it says of the table. The submission's file
 * itself lands with the tables that have no file among those that are imported.
 */
final class HepDataImport {
  private static final HarvestLog LOG = HarvestLog.of(HepDataImport.class);
  private static final Pattern OF_TABLE =
      Pattern.compile("(?m)^\\s{0,2}['\"]?(?:in)?dependent_variables['\"]?\\s*:");
  private static final Pattern OF_SUBMISSION =
      Pattern.compile("(?m)^['\"]?(?:data_file|record_ids|hepdata_doi)['\"]?\\s*:");
  private static final Pattern SITE_NAME =
      Pattern.compile("HEPData-ins\\d+-v\\d+-(.+)\\.ya?ml", Pattern.CASE_INSENSITIVE);

  private final SourceSettings settings;
  private final ImportFile file;

  HepDataImport(SourceSettings settings, ImportFile file) {
    this.settings = settings;
    this.file = file;
  }

  /** The submission's file, when it speaks of this one. */
  List<ImportFile> companions() throws IOException {
    return announcing().isPresent()
        ? file.beside(HepDataSubmission.FILE).stream().toList()
        : List.of();
  }

  /** Lands the file; false when it is none of HEPData's. */
  boolean run(PageSink sink) throws IOException {
    Optional<byte[]> bytes = ImportedText.read(file, settings);
    if (bytes.isEmpty()) {
      return false;
    }
    List<PageRecord> records =
        Packed.looksPacked(bytes.get()) ? archive(bytes.get()) : document(bytes.get());
    if (records.isEmpty()) {
      return false;
    }
    sink.page("import:" + file.relativePath(), Instant.now(), records);
    return true;
  }

  private List<PageRecord> archive(byte[] bytes) throws IOException {
    HepDataArchive archive;
    try {
      archive = HepDataArchive.of(bytes, settings.maxBodyBytes());
    } catch (IOException e) {
      if (file.name().startsWith("HEPData-")) {
        throw new BrokenFile(file, e);
      }
      return List.of(); // somebody else's archive
    }
    HepDataSubmission submission = read(file, archive.submission(), stem(file));
    Map<String, byte[]> files = archive.beside();
    List<PageRecord> records = new ArrayList<>(List.of(submission.record()));
    for (HepDataSubmission.Table table : submission.tables()) {
      byte[] data = table.file() == null ? null : files.get(table.file());
      records.add(submission.record(table, Map.of(), data));
    }
    return records;
  }

  private List<PageRecord> document(byte[] bytes) throws IOException {
    Optional<HepDataSubmission> announcing = announcing();
    if (announcing.isPresent()) {
      return announced(announcing.get(), bytes);
    }
    String text = HepDataSubmission.text(bytes);
    if (isSubmission() || OF_SUBMISSION.matcher(text).find()) {
      return submission(bytes);
    }
    return OF_TABLE.matcher(text).find() ? List.of(loose(bytes)) : List.of();
  }

  private boolean isSubmission() {
    return file.name().equals(HepDataSubmission.FILE);
  }

  /** One file may hold the values of several tables. */
  private List<PageRecord> announced(HepDataSubmission submission, byte[] bytes) {
    List<PageRecord> records = new ArrayList<>();
    for (HepDataSubmission.Table table : submission.tables()) {
      if (file.name().equals(table.file())) {
        records.add(submission.record(table, Map.of(), bytes));
      }
    }
    return records;
  }

  /** Tables whose files are imported too land with these. */
  private List<PageRecord> submission(byte[] bytes) throws IOException {
    HepDataSubmission submission = readAtPath(file, bytes);
    if (submission.tables().isEmpty() && !isSubmission()) {
      return List.of();
    }
    List<PageRecord> records = new ArrayList<>(List.of(submission.record()));
    int missing = 0;
    for (HepDataSubmission.Table table : submission.tables()) {
      if (table.file() == null) {
        records.add(submission.record(table, Map.of(), null));
      } else if (!isSubmission() || file.beside(table.file()).isEmpty()) {
        missing++;
        records.add(submission.record(table, Map.of(), null));
      }
    }
    if (missing > 0) {
      LOG.warn(
          "{}: {} of {} tables have no file beside it",
          file.relativePath(),
          missing,
          submission.tables().size());
    }
    return records;
  }

  private PageRecord loose(byte[] bytes) {
    Matcher site = SITE_NAME.matcher(file.name());
    String name = site.matches() ? site.group(1) : stem(file);
    return HepDataSubmission.loose(HepDataId.of(Map.of(), file.relativePath(), name), name, bytes);
  }

  /** The submission beside the file, when it says that the file is one of its tables. */
  private Optional<HepDataSubmission> announcing() throws IOException {
    Optional<ImportFile> beside =
        isSubmission() ? Optional.empty() : file.beside(HepDataSubmission.FILE);
    if (beside.isEmpty() || beside.get().length() > settings.maxBodyBytes()) {
      return Optional.empty();
    }
    try (InputStream in = beside.get().open()) {
      HepDataSubmission submission = readAtPath(beside.get(), in.readAllBytes());
      return submission.tables().stream().anyMatch(table -> file.name().equals(table.file()))
          ? Optional.of(submission)
          : Optional.empty();
    } catch (BrokenFile told) { // when its own turn comes
      return Optional.empty();
    }
  }

  /** A submission that does not say whose it is has the name of its folder. */
  private static HepDataSubmission readAtPath(ImportFile file, byte[] bytes) throws BrokenFile {
    String[] parts = file.relativePath().split("/");
    boolean ofFolder = file.name().equals(HepDataSubmission.FILE) && parts.length > 1;
    String name = ofFolder ? parts[parts.length - 2] : stem(file);
    return read(file, bytes, name);
  }

  private static HepDataSubmission read(ImportFile file, byte[] bytes, String name)
      throws BrokenFile {
    try {
      return HepDataSubmission.of(bytes, file.relativePath(), name);
    } catch (IOException e) {
      throw new BrokenFile(file, new IOException("the submission is " + e.getMessage(), e));
    }
  }

  private static String stem(ImportFile file) {
    int dot = file.name().lastIndexOf('.');
    return dot > 0 ? file.name().substring(0, dot) : file.name();
  }
}
