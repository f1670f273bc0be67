package org.rudolphine.ingest.protocol;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * A YAML stream of one or more documents as maps, lists and text. Scalars stay the text that the
 * file has, except for a plain {@code null}, {@code ~} or nothing, which is null: whoever reads
 * them knows whether a number is meant. Of a key that is given twice the last one counts, as in the
 * libraries that providers read their files with.
 *
 * <p>Nothing from outside is ever made an object: a tag beyond YAML's own types is refused. Depth
 * is bounded, and so is the size that a document has once its aliases are followed.
 */
public final class YamlStream {
  private static final int MAX_DEPTH = 64;
  private static final long MAX_NODES = 20_000_000;
  private static final String CORE = "tag:yaml.org,2002:";
  private static final Set<String> TAGS =
      Set.of("str", "int", "float", "bool", "null", "timestamp", "map", "seq");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final String MERGE = "<<";

  private final Iterator<Event> events;
  private final Map<String, Node> anchors = new HashMap<>();
  private long nodes;

  /** A value, and how many nodes it has with all aliases followed. */
  private record Node(Object value, long size) {}

  private YamlStream(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * All documents of a stream.
   *
   * @return for each a map by text, a list, a text or null; none may be changed
   * @throws IOException saying what is wrong and in which line
   */
  public static List<Object> documents(String text) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller has the text in memory already
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Iterator<Event> events = new Yaml(options).parse(new StringReader(text)).iterator();
      return new YamlStream(events).all();
    } catch (MarkedYAMLException e) {
      String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
      String line =
          e.getProblemMark() == null ? "" : " in line " + (e.getProblemMark().getLine() + 1);
      throw new IOException("no YAML: " + problem + line, e);
    } catch (YAMLException e) {
      throw new IOException("no YAML: " + String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private List<Object> all() throws IOException {
    List<Object> documents = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        anchors.clear();
        nodes = 0;
        documents.add(node(events.next(), 0).value());
      }
    }
    return documents;
  }

  private Node node(Event event, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw refused(event, "is nested deeper than " + MAX_DEPTH);
    }
    Node node;
    if (event instanceof AliasEvent alias) {
      node = anchors.get(alias.getAnchor());
      if (node == null) {
        throw refused(event, "names *" + alias.getAnchor() + ", which is not defined before it");
      }
      count(event, node.size());
      return node;
    }
    count(event, 1);
    if (event instanceof ScalarEvent scalar) {
      requireCore(event, scalar.getTag());
      boolean nothing = scalar.isPlain() && NOTHING.contains(scalar.getValue());
      node = new Node(nothing ? null : scalar.getValue(), 1);
    } else if (event instanceof SequenceStartEvent sequence) {
      requireCore(event, sequence.getTag());
      node = list(depth);
    } else if (event instanceof MappingStartEvent mapping) {
      requireCore(event, mapping.getTag());
      node = map(depth);
    } else {
      throw refused(event, "has no value where one is expected");
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private Node list(int depth) throws IOException {
    List<Object> list = new ArrayList<>();
    long size = 1;
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      Node element = node(event, depth + 1);
      list.add(element.value());
      size += element.size();
    }
    return new Node(java.util.Collections.unmodifiableList(list), size);
  }

  private Node map(int depth) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    long size = 1;
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      Node key = node(event, depth + 1);
      if (key.value() instanceof Map || key.value() instanceof List) {
        throw refused(event, "has a key that is no text");
      }
      Node value = node(events.next(), depth + 1);
      put(map, String.valueOf(key.value()), value.value());
      size += key.size() + value.size();
    }
    return new Node(java.util.Collections.unmodifiableMap(map), size);
  }

  /** What is merged in gives way to what the map says itself. */
  private static void put(Map<String, Object> map, String key, Object value) {
    if (key.equals(MERGE) && value instanceof Map<?, ?> merged) {
      merged.forEach((name, merging) -> map.putIfAbsent((String) name, merging));
    } else {
      map.put(key, value);
    }
  }

  private void count(Event event, long more) throws IOException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw refused(event, "has more than " + MAX_NODES + " values");
    }
  }

  private static void requireCore(Event event, String tag) throws IOException {
    boolean core =
        tag == null
            || tag.equals("!")
            || (tag.startsWith(CORE) && TAGS.contains(tag.substring(CORE.length())));
    if (!core) {
      throw refused(event, "has the type " + tag + ", which is not read");
    }
  }

  private static IOException refused(Event event, String what) {
    int line = event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    return new IOException("the YAML " + what + ": line " + line);
  }
}
