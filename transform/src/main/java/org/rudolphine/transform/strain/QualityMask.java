package org.rudolphine.transform.strain;

import java.util.Arrays;
import java.util.List;
import org.rudolphine.transform.hdf.HdfNumbers;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * Flags of each second of a strain file: bit i of a word belongs to name i.
 *
 * @param names short names of the flags; descriptions differ in spelling between releases
 * @param words one word a second, from the file's start
 */
public record QualityMask(List<String> names, List<Integer> words) {
  private static final int MOST_FLAGS = 31;

  public QualityMask {
    names = List.copyOf(names);
    words = List.copyOf(words);
  }

  /**
   * Reads a mask.
   *
   * @param seconds length of the strain
   * @throws UnreadableFile when there is none, or when it does not belong to the strain
   */
  static QualityMask read(HdfTree file, String mask, String names, long start, int seconds)
      throws UnreadableFile {
    List<String> flags = file.texts(names);
    if (flags == null || !file.has(mask)) {
      throw new UnreadableFile("the file has no " + mask + " with names");
    }
    HdfNumbers numbers = file.numbers(mask);
    Double from = file.number(mask, "Xstart");
    Double spacing = file.number(mask, "Xspacing");
    boolean fits =
        numbers.rows() == seconds
            && numbers.columns() == 1
            && (from == null || from == start)
            && (spacing == null || spacing == 1);
    if (!fits || flags.size() > MOST_FLAGS) {
      throw new UnreadableFile(mask + " does not tell each second of the strain");
    }
    double[] words = numbers.all(seconds);
    for (double word : words) {
      if (word < 0 || word > Integer.MAX_VALUE || word != Math.rint(word)) {
        throw new UnreadableFile(mask + " holds words that are no bits");
      }
    }
    return new QualityMask(
        flags.stream().map(String::strip).toList(),
        Arrays.stream(words).mapToObj(word -> (int) word).toList());
  }

  /** The seconds of a part. */
  QualityMask part(int from, int seconds) {
    return new QualityMask(names, words.subList(from, from + seconds));
  }

  /** Number of seconds in which a flag is set, or null when there is no such flag. */
  public Integer seconds(String name) {
    int bit = names.indexOf(name);
    return bit < 0 ? null : (int) words.stream().filter(word -> (word >> bit & 1) == 1).count();
  }
}
