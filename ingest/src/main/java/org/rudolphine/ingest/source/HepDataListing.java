package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Asks for the state of the wanted records and notes it in the batch's manifest; nothing is landed.
 * A record that cannot be asked is noted as such, for a unit of its own to say why.
 */
final class HepDataListing {
  private static final HarvestLog LOG = HarvestLog.of(HepDataListing.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_FAILURES_IN_A_ROW = 5;

  private final SourceSettings settings;
  private final boolean searches;
  private final int most;
  private final PoliteClient client;
  private final PageSink sink;

  HepDataListing(
      SourceSettings settings, boolean searches, int most, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.searches = searches;
    this.most = most;
    this.client = client;
    this.sink = sink;
  }

  void harvest(WorkUnit unit) throws IOException {
    Instant askedAt = Instant.now();
    Set<String> wanted = new LinkedHashSet<>(HepDataSource.wanted(settings));
    String waiting = unit.params().getOrDefault(HepDataSource.WAITING, "");
    wanted.addAll(waiting.isBlank() ? List.of() : List.of(waiting.split(" ")));
    if (searches) {
      wanted.addAll(changed(unit.params().get(HepDataSource.SINCE)));
    }
    List<String> turn = new ArrayList<>(wanted);
    List<String> later = turn.subList(Math.min(most, turn.size()), turn.size());
    sink.state(HepDataSource.ASKED_AT, askedAt.toString());
    sink.state(HepDataSource.WAITING, String.join(" ", later));
    ask(turn.subList(0, turn.size() - later.size()));
  }

  private void ask(List<String> records) throws IOException {
    int inARow = 0;
    for (String record : records) {
      String state = state(record);
      sink.state(HepDataSource.STATE_OF + record, state);
      inARow = state.equals(HepDataSource.UNREACHED) ? inARow + 1 : 0;
      if (inARow == MOST_FAILURES_IN_A_ROW && inARow < records.size()) {
        throw new IOException(inARow + " records in a row could not be asked, last " + record);
      }
    }
  }

  private String state(String record) throws IOException {
    try {
      return HepDataRecord.ask(record, settings, client).stamp();
    } catch (HttpFailure e) {
      if (e.status() == 401 || e.status() == 403 || e.status() == 429) {
        throw e; // the provider does not want to be asked at all
      }
      LOG.info("{} could not be asked: {}", record, e.getMessage());
      return HepDataSource.UNREACHED;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      LOG.info("{} could not be asked: {}", record, e.getMessage());
      return HepDataSource.UNREACHED;
    }
  }

  /** Records that the search tells as changed since a day, or all. */
  private List<String> changed(String since) throws IOException {
    String query = "/search/ids?inspire_ids=true&sort_by=latest";
    URI uri =
        URI.create(settings.baseUrl() + query + (since == null ? "" : "&last_updated=" + since));
    Reply reply = client.get(Request.of(uri).accepting("application/json"));
    JsonNode ids;
    try {
      ids = JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new IOException("HEPData's list of ids at " + uri + " is not JSON", e);
    }
    if (!ids.isArray()) {
      throw new IOException(
          "HEPData's list of ids at " + uri + " is no list: " + ids.path("error").asText());
    }
    List<String> records = new ArrayList<>();
    for (JsonNode id : ids) {
      String record = HepDataId.record(id.asText());
      if (record == null) {
        throw new IOException("HEPData's list of ids at " + uri + " holds " + id);
      }
      records.add(record);
    }
    return records;
  }
}
