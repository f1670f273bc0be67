package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link SampleServer} serves: event versions, their events and catalogs, the releases of
 * the simulation catalog, papers, collider records, tables of flows and measured tables, all in
 * memory and open to change.
 *
 * <p>An event version has the shape of the provider's v1 detail document, with one block more,
 * {@code v2}, for what only the v2 interface tells: detectors, DOI and which values are limits.
 *
 * <p>Not thread-safe by itself; the server lets one thread at it at a time.
 */
public final class SampleData {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern STRAIN_FILE =
      Pattern.compile("[A-Z]-([A-Z]\\d)_GWOSC_(\\d{1,2})KHZ_R\\d+-(\\d{9,10})-(\\d{1,5})\\.hdf5");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, ObjectNode> eventVersions = new LinkedHashMap<>();
  private final List<ObjectNode> events = new ArrayList<>();
  private final List<ObjectNode> catalogs = new ArrayList<>();
  private final List<ObjectNode> releases = new ArrayList<>();
  private final Map<String, ObjectNode> simulations = new LinkedHashMap<>();
  private final ArxivData arxiv;
  private final CernData cern;
  private final TmrData tmr;
  private final HepData hepData;

  private SampleData(ArxivData arxiv, CernData cern, TmrData tmr, HepData hepData) {
    this.arxiv = arxiv;
    this.cern = cern;
    this.tmr = tmr;
    this.hepData = hepData;
  }

  /** A fresh copy of the sample that comes with the program. */
  static SampleData bundled() throws IOException {
    SampleData data =
        new SampleData(
            new ArxivData(resource("arxiv/papers.json")),
            new CernData(resource("cernopendata/records.json")),
            new TmrData(resource("tmr/files.json")),
            new HepData(resource("hepdata/records.json")));
    JsonNode versions = resource("gwosc/event-versions.json").get("events");
    versions.properties().forEach(e -> data.putEventVersion(e.getKey(), (ObjectNode) e.getValue()));
    resource("gwosc/events.json").forEach(event -> data.events.add((ObjectNode) event));
    resource("gwosc/catalogs.json").forEach(catalog -> data.catalogs.add((ObjectNode) catalog));
    ArrayNode releases = (ArrayNode) resource("sxs/releases.json");
    releases.forEach(release -> data.releases.add((ObjectNode) release));
    String tag = releases.get(0).get("tag_name").textValue();
    data.simulations.put(tag, (ObjectNode) resource("sxs/simulations.json"));
    return data;
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = SampleData.class.getResourceAsStream("sample/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("The program lacks its own sample file " + name);
      }
      return JSON.readTree(in);
    }
  }

  /** The body that the provider's framework gives with an error. */
  static ObjectNode detail(String message) {
    return JSON.createObjectNode().put("detail", message);
  }

  /** The papers. */
  public ArxivData arxiv() {
    return arxiv;
  }

  /** The records of the collider portal. */
  public CernData cernOpenData() {
    return cern;
  }

  /** Files of the turbulence resource. */
  public TmrData tmr() {
    return tmr;
  }

  /** The records of measured tables. */
  public HepData hepData() {
    return hepData;
  }

  /** Ids of all event versions, such as {@code GW150914-v3}. */
  public List<String> eventVersionIds() {
    return List.copyOf(eventVersions.keySet());
  }

  /**
   * One event version, open to change.
   *
   * @throws NoSuchElementException when there is none of that id
   */
  public ObjectNode eventVersion(String id) {
    ObjectNode found = eventVersions.get(id);
    if (found == null) {
      throw new NoSuchElementException("The sample has no event version " + id);
    }
    return found;
  }

  /**
   * Changes a value without a new version, in the list and in every preferred parameter set that
   * states it; the interval stays.
   */
  public void setValue(String id, String parameter, double best) {
    ObjectNode version = eventVersion(id);
    version.put(parameter, best);
    for (JsonNode set : version.path("parameters")) {
      if (set.path("is_preferred").booleanValue() && set.has(parameter)) {
        ((ObjectNode) set).put(parameter, best);
      }
    }
  }

  /** Adds an event version, or replaces the one of that id. */
  public void putEventVersion(String id, ObjectNode version) {
    eventVersions.put(id, version);
  }

  /**
   * Adds a strain file to an event version: its detail lists it, and it is served where the
   * provider serves such files, below the address of the detail.
   *
   * @param name as the provider names files: {@code H-H1_GWOSC_4KHZ_R1-1126259447-32.hdf5}
   */
  public void putStrainFile(String id, String name, byte[] content) {
    Matcher parts = STRAIN_FILE.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not named as a strain file of GWOSC in HDF5: " + name);
    }
    EventVersion version = new EventVersion(id, eventVersion(id));
    String path =
        "/eventapi/json/%s/%s/v%d/%s"
            .formatted(version.catalog(), version.name(), version.version(), name);
    files.put(path, content.clone());
    version
        .record()
        .withArray("strain")
        .addObject()
        .put("GPSstart", Long.parseLong(parts.group(3)))
        .put("detector", parts.group(1))
        .put("sampling_rate", 1024 * Integer.parseInt(parts.group(2)))
        .put("duration", Integer.parseInt(parts.group(4)))
        .put("format", "hdf5")
        .put("url", EventVersion.PROVIDER + path);
  }

  /** The content of the file that is served at a path. */
  Optional<byte[]> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** Takes the event versions away whose id is chosen; says how many. */
  public int removeEventVersions(Predicate<String> chosen) {
    int before = eventVersions.size();
    eventVersions.keySet().removeIf(chosen);
    return before - eventVersions.size();
  }

  /** The tag of the release that was published last. */
  public String latestTag() {
    return releases.get(0).get("tag_name").textValue();
  }

  /** The catalog of a tag, keyed by simulation id and open to change. */
  public Optional<ObjectNode> simulations(String tag) {
    return Optional.ofNullable(simulations.get(tag));
  }

  /**
   * Publishes a release of the simulation catalog.
   *
   * @throws IllegalArgumentException when the tag exists
   */
  public void publish(String tag, Instant publishedAt, ObjectNode catalog) {
    if (simulations.putIfAbsent(tag, catalog) != null) {
      throw new IllegalArgumentException("The tag " + tag + " is published already");
    }
    ObjectNode release = releases.get(0).deepCopy();
    release.put("tag_name", tag).put("name", "Release " + tag);
    release.put("published_at", publishedAt.toString());
    release.put("html_url", release.get("html_url").textValue().replaceAll("[^/]+$", tag));
    releases.add(release);
    releases.sort(Comparator.comparing(SampleData::publishedAt).reversed());
  }

  private static Instant publishedAt(ObjectNode release) {
    return Instant.parse(release.get("published_at").textValue());
  }

  Map<String, ObjectNode> eventVersions() {
    return eventVersions;
  }

  List<ObjectNode> events() {
    return events;
  }

  List<ObjectNode> catalogs() {
    return catalogs;
  }

  List<ObjectNode> releases() {
    return releases;
  }
}
