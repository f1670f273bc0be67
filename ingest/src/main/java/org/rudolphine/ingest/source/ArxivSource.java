package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.protocol.oai.Identify;
import org.rudolphine.ingest.protocol.oai.OaiEndpoint;
import org.rudolphine.ingest.protocol.oai.OaiItem;
import org.rudolphine.ingest.protocol.oai.OaiList;
import org.rudolphine.ingest.protocol.oai.OaiPage;
import org.rudolphine.ingest.protocol.oai.OaiQuery;
import org.rudolphine.ingest.protocol.oai.ResumptionToken;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Metadata of arXiv papers over OAI-PMH, and from files.
 *
 * <p>Every harvest asks {@code Identify} first, a unit of its own without records, and then reads
 * the lists that {@link ArxivPlan} finds missing. Raw kinds: {@code oai-arXivRaw}, {@code
 * oai-arXiv} (one {@code record} element each) and {@code snapshot} (one line of the bulk file).
 *
 * <p>Settings of its own: {@code metadata-prefix} ({@code arXivRaw} or {@code arXiv}) and {@code
 * set} (empty: everything).
 */
public final class ArxivSource implements Source {
  static final String DEFAULT_FORMAT = "arXivRaw";
  static final List<String> FORMATS = List.of(DEFAULT_FORMAT, "arXiv");

  private static final String PATH = "/oai";
  private static final Pattern SET =
      Pattern.compile("(?=.{1,60}$)[A-Za-z][A-Za-z-]*(:[A-Za-z][A-Za-z-]*){0,2}");

  private final SourceSettings settings;

  /** Checks the settings that only this source has. */
  public ArxivSource(SourceSettings settings) {
    this.settings = settings;
    require(
        FORMATS.contains(settings.text("metadata-prefix")),
        "metadata-prefix",
        "is one of " + FORMATS);
    String set = settings.text("set");
    require(
        set.isEmpty() || SET.matcher(set).matches(),
        "set",
        "is empty or group, group:archive or group:archive:CATEGORY, such as physics:hep-th");
  }

  private void require(boolean holds, String key, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "sources.%s.%s %s, not '%s'".formatted(settings.id(), key, what, settings.text(key)));
    }
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    Optional<BatchManifest> identify =
        request.ofThisRun().stream()
            .filter(manifest -> ArxivPlan.IDENTIFY.equals(manifest.unit()))
            .findFirst();
    if (identify.isEmpty()) {
      return List.of(new WorkUnit(ArxivPlan.IDENTIFY, Map.of()));
    }
    return new ArxivPlan(request, settings, identify.get().state()).units();
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    OaiEndpoint endpoint = new OaiEndpoint(settings, client, address());
    if (unit.id().equals(ArxivPlan.IDENTIFY)) {
      identify(endpoint, sink);
    } else {
      list(unit, endpoint, sink);
    }
  }

  /** Nothing is served at the root of arXiv's host: an address without path means the interface. */
  private URI address() {
    URI base = settings.baseUrl();
    return base.getRawPath() == null || base.getRawPath().isEmpty()
        ? URI.create(base + PATH)
        : base;
  }

  /** Days are legal arguments in either granularity, so nothing but the range follows from it. */
  private static void identify(OaiEndpoint endpoint, PageSink sink) throws IOException {
    Identify identify = endpoint.identify();
    sink.state(ArxivPlan.EARLIEST, identify.earliestDay().toString());
    sink.state(ArxivPlan.RESPONSE_DATE, identify.responseDate().toString());
    sink.state("oai.granularity", identify.granularity());
    sink.state("oai.deleted-record", identify.deletedRecord());
    sink.state("oai.repository-name", identify.repositoryName());
  }

  private void list(WorkUnit unit, OaiEndpoint endpoint, PageSink sink) throws IOException {
    unit.params().forEach(sink::state);
    String prefix = settings.text("metadata-prefix");
    String from = start(unit, sink);
    OaiQuery query =
        OaiQuery.records(prefix).within(settings.text("set")).between(from, end(unit, from));
    int[] page = {0};
    OaiList.Walk walk =
        endpoint
            .list(query)
            .walk(
                (asked, completedAt, answer) -> {
                  announce(answer.token(), sink);
                  sink.page(
                      asked.toString(), completedAt, records(answer, "oai-" + prefix, ++page[0]));
                });
    sink.state(ArxivPlan.RESPONSE_DATE, walk.responseDate().toString());
    sink.state("oai.restarts", Integer.toString(walk.restarts()));
  }

  private static void announce(ResumptionToken token, PageSink sink) {
    if (token != null && token.completeListSize() != null && token.cursor() != null) {
      sink.expect(token.completeListSize() - token.cursor());
    }
  }

  /**
   * The unit's first day, or the datestamp that an interrupted attempt had come to: arXiv sorts its
   * lists by datestamp, and that day is read again whole.
   */
  private static String start(WorkUnit unit, PageSink sink) {
    String from = unit.param(ArxivPlan.FROM);
    Instant reached = sink.lastDatestamp();
    String day = reached == null ? from : reached.atZone(ZoneOffset.UTC).toLocalDate().toString();
    return day.compareTo(from) > 0 ? day : from;
  }

  /** The unit's last day, which an interrupted attempt may have gone beyond; null for a tail. */
  private static String end(WorkUnit unit, String from) {
    String until = unit.params().get(ArxivPlan.UNTIL);
    return until != null && from.compareTo(until) > 0 ? from : until;
  }

  /** Raw records of a page's items; {@code page} only serves to name what has no name. */
  static List<PageRecord> records(OaiPage page, String kind, int number) {
    List<PageRecord> records = new ArrayList<>();
    String mediaType = "text/xml; charset=" + page.charset();
    for (OaiItem item : page.items()) {
      if (item.header() == null) {
        String name = "unreadable:" + number + "/" + records.size();
        records.add(PageRecord.of(kind, name, mediaType, item.bytes()));
      } else {
        records.add(
            new PageRecord(
                kind,
                item.header().identifier(),
                item.header().changedAt().orElse(null),
                item.header().deleted(),
                mediaType,
                item.bytes()));
      }
    }
    return records;
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    if (ArxivOaiFile.looksLikeXml(file)) {
      return ArxivOaiFile.land(file, settings.maxBodyBytes(), sink);
    }
    return ArxivBulk.importFile(file, sink, settings);
  }
}
