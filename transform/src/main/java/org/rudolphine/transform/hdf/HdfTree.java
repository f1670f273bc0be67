package org.rudolphine.transform.hdf;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * An HDF5 file in memory, of which groups, datasets and attributes are asked for by name. Links are
 * not followed: one to another file would have this machine open a file that an outsider names.
 * Whatever is wrong with the bytes becomes an {@link UnreadableFile}.
 */
public final class HdfTree {
  private static final Pattern SLASH = Pattern.compile("/");
  private static final int MOST_TEXT_BYTES = 1 << 16;
  private static final int MOST_TEXTS = 1000;
  private static final int MOST_CHILDREN = 10_000;

  private final Group root;

  private HdfTree(Group root) {
    this.root = root;
  }

  /**
   * Opens a file.
   *
   * @param bytes the whole file; must not change as long as it is read
   */
  public static HdfTree open(byte[] bytes) throws UnreadableFile {
    return new HdfTree(guarded("the file is no HDF5 file", () -> HdfFile.fromBytes(bytes)));
  }

  /** Whether there is a group or a dataset of that path; parts are separated by slashes. */
  public boolean has(String path) throws UnreadableFile {
    return find(path) != null;
  }

  /** Names of what a group holds, sorted; the empty path is the file itself. */
  public List<String> names(String path) throws UnreadableFile {
    Node node = path.isEmpty() ? root : node(path);
    if (!(node instanceof Group group)) {
      throw new UnreadableFile(path + " is no group");
    }
    List<String> names =
        guarded(
            "the group " + named(path) + " cannot be read",
            () -> List.copyOf(group.getChildren().keySet()));
    if (names.size() > MOST_CHILDREN) {
      throw new UnreadableFile("the group " + named(path) + " holds too many things");
    }
    return names.stream().sorted().toList();
  }

  /** A dataset of numbers. */
  public HdfNumbers numbers(String path) throws UnreadableFile {
    Dataset dataset = dataset(path);
    return guarded(path + " cannot be read", () -> HdfNumbers.of(path, dataset));
  }

  /** A dataset of one text; null when there is none of that path. */
  public String text(String path) throws UnreadableFile {
    List<String> texts = texts(path);
    return texts == null || texts.isEmpty() ? null : texts.get(0);
  }

  /** A dataset of texts; null when there is none of that path. */
  public List<String> texts(String path) throws UnreadableFile {
    if (!has(path)) {
      return null;
    }
    Dataset dataset = dataset(path);
    String failure = "the texts of " + path + " cannot be read";
    long bytes = guarded(failure, dataset::getSizeInBytes);
    if (bytes < 0 || bytes > MOST_TEXT_BYTES) {
      throw new UnreadableFile(path + " is too large for a text");
    }
    return texts(path, guarded(failure, dataset::getData));
  }

  /**
   * An attribute as number; null when there is none of that name.
   *
   * @param path group or dataset; the empty one is the file itself
   */
  public Double number(String path, String attribute) throws UnreadableFile {
    Object value = attribute(path, attribute);
    Object first = value;
    if (value != null && value.getClass().isArray()) {
      first = Array.getLength(value) == 1 ? Array.get(value, 0) : value;
    }
    if (first == null || first instanceof Number) {
      return first == null ? null : ((Number) first).doubleValue();
    }
    throw new UnreadableFile("the attribute " + attribute + " of " + named(path) + " is no number");
  }

  /** An attribute as text; null when there is none of that name. */
  public String text(String path, String attribute) throws UnreadableFile {
    Object value = attribute(path, attribute);
    if (value == null) {
      return null;
    }
    List<String> texts = texts("the attribute " + attribute + " of " + named(path), value);
    return texts.isEmpty() ? null : texts.get(0);
  }

  private Object attribute(String path, String name) throws UnreadableFile {
    Node node = path.isEmpty() ? root : node(path);
    String failure = "the attribute " + name + " of " + named(path) + " cannot be read";
    return guarded(
        failure,
        () -> {
          Attribute attribute = node.getAttributes().get(name);
          if (attribute == null) {
            return null;
          }
          if (attribute.getSizeInBytes() < 0 || attribute.getSizeInBytes() > MOST_TEXT_BYTES) {
            throw new UnreadableFile(failure + ": it is too large");
          }
          return attribute.getData();
        });
  }

  private static List<String> texts(String what, Object value) throws UnreadableFile {
    if (value instanceof String text) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof Object[] array && array.length <= MOST_TEXTS) {
      for (Object element : array) {
        if (element instanceof String text) {
          texts.add(text);
        }
      }
      if (texts.size() == array.length) {
        return texts;
      }
    }
    throw new UnreadableFile(what + " is no text");
  }

  private Dataset dataset(String path) throws UnreadableFile {
    if (node(path) instanceof Dataset dataset) {
      return dataset;
    }
    throw new UnreadableFile(path + " is no dataset");
  }

  private Node node(String path) throws UnreadableFile {
    Node node = find(path);
    if (node == null) {
      throw new UnreadableFile("the file has no " + path);
    }
    return node;
  }

  private Node find(String path) throws UnreadableFile {
    Node node = root;
    for (String part : SLASH.split(path)) {
      if (!(node instanceof Group group)) {
        return null;
      }
      node = guarded("the file has no readable " + path, () -> group.getChild(part));
      if (node instanceof Link) {
        throw new UnreadableFile(path + " is a link, and links are not followed");
      }
    }
    return node;
  }

  /** A question to a file. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws UnreadableFile;
  }

  /** The answer; null also where it cannot be read, or is of another type than it should be. */
  public static <T> T orNull(Question<T> question) {
    try {
      return question.ask();
    } catch (UnreadableFile e) {
      return null;
    }
  }

  private static String named(String path) {
    return path.isEmpty() ? "the file" : path;
  }

  /** The library answers damage with exceptions of many kinds, cycles with a full stack. */
  static <T> T guarded(String failure, Callable<T> reading) throws UnreadableFile {
    try {
      return reading.call();
    } catch (UnreadableFile e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      throw new UnreadableFile(failure, e);
    }
  }
}
