package org.rudolphine.jobs.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes a SYNTHETIC bulk snapshot in the format of arXiv's: made-up words, names and numbers, as
 * long as real ones, the same bytes for the same seed. Of the lines, 2 % are another state of an
 * identifier that came before, and 0.1 % are no usable record.
 *
 * <p>Arguments: file, lines, seed.
 */
final class SyntheticPapers {
  private static final double AGAIN = 0.02;
  private static final double BAD = 0.001;
  private static final int FIRST_MONTH = 7 * 12 + 3; // April 2007, counted from January 2000
  private static final int MONTHS = 232;
  private static final int WORDS = 6_000;
  private static final LocalDateTime LAST = LocalDateTime.of(2026, 10, 31, 12, 0);

  private static final String[] ARCHIVES = {
    "hep-ph",
    "hep-th",
    "hep-ex",
    "hep-lat",
    "gr-qc",
    "nucl-th",
    "nucl-ex",
    "quant-ph",
    "math-ph",
    "astro-ph.HE",
    "astro-ph.CO",
    "astro-ph.GA",
    "astro-ph.SR",
    "astro-ph.IM",
    "cond-mat.str-el",
    "cond-mat.mtrl-sci",
    "cond-mat.stat-mech",
    "cond-mat.mes-hall",
    "physics.ins-det",
    "physics.flu-dyn",
    "physics.optics",
    "physics.plasm-ph",
    "physics.data-an",
    "math.AP",
    "math.NT",
    "math.CO",
    "cs.LG",
    "cs.CV",
    "cs.IT",
    "stat.ML",
    "nlin.CD",
    "q-bio.PE"
  };
  private static final String[] OLD_ARCHIVES = {
    "hep-ph", "hep-th", "astro-ph", "gr-qc", "cond-mat", "math.GT", "nucl-th", "quant-ph"
  };
  private static final String[] TEX = {
    "$\\\\alpha_s$",
    "$M_\\\\odot$",
    "$\\\\sqrt{s}=13$ TeV",
    "$\\\\Lambda$CDM",
    "$N=4$",
    "$\\\\mathcal{O}(\\\\alpha^2)$",
    "$10^{-21}$",
    "$e^+e^-\\\\to\\\\mu^+\\\\mu^-$",
    "$z\\\\sim 2$",
    "$p\\\\bar{p}$",
    "$\\\\mathbb{R}^n$",
    "$\\\\Gamma_{ij}^{k}$"
  };
  private static final String[] NAMES = {
    "M\\\\\\\"uller", "Garc\\\\'ia", "Novák", "Okonkwo", "Lindqvist", "Tanaka", "Rossi", "Petrov",
    "Haddad", "Silva", "Kowalska", "Chaudhuri", "O'Neill", "van den Berg", "Zhang", "Kim"
  };
  private static final String[] LICENCES = {
    "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "http://creativecommons.org/licenses/by/4.0/",
    "http://creativecommons.org/licenses/by-nc-sa/4.0/",
    "http://creativecommons.org/publicdomain/zero/1.0/"
  };

  private final SplittableRandom random;
  private final long lines;
  private final String[] words = new String[WORDS];
  private final List<String> earlier = new ArrayList<>();

  private SyntheticPapers(long lines, long seed) {
    this.lines = lines;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < WORDS; i++) {
      words[i] = madeUp(2 + random.nextInt(9));
    }
  }

  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]));
  }

  static void write(Path file, long lines, long seed) throws IOException {
    SyntheticPapers papers = new SyntheticPapers(lines, seed);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long i = 0; i < lines; i++) {
        out.write(papers.line(i).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
  }

  private String line(long number) {
    if (random.nextDouble() < BAD) {
      return bad(number);
    }
    if (!earlier.isEmpty() && random.nextDouble() < AGAIN) {
      return record(earlier.get(random.nextInt(earlier.size())), number);
    }
    String id = id(number);
    if (earlier.size() < 10_000) {
      earlier.add(id);
    } else if (random.nextInt(100) == 0) {
      earlier.set(random.nextInt(earlier.size()), id);
    }
    return record(id, number);
  }

  private String bad(long number) {
    String whole = record(id(number), number);
    return switch (random.nextInt(4)) {
      case 0 -> whole.substring(0, whole.length() / 2);
      case 1 -> "{\"title\":\"SYNTHETIC record without identifier\"}";
      case 2 -> whole.replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"no such scheme\"");
      default -> "SYNTHETIC line that is no JSON";
    };
  }

  /** Ascending by month; every twentieth is of the scheme in use before April 2007. */
  private String id(long number) {
    if (number % 20 == 0) {
      int month = (int) (number * 180 / lines);
      return String.format(
          Locale.ROOT,
          "%s/%02d%02d%03d",
          OLD_ARCHIVES[(int) (number / 20 % OLD_ARCHIVES.length)],
          (92 + month / 12) % 100,
          1 + month % 12,
          1 + (int) (number / 20 / OLD_ARCHIVES.length % 999));
    }
    long perMonth = Math.max(1, (lines + MONTHS - 1) / MONTHS);
    int month = FIRST_MONTH + (int) (number / perMonth);
    boolean four = month < 15 * 12;
    return String.format(
        Locale.ROOT,
        four ? "%02d%02d.%04d" : "%02d%02d.%05d",
        month / 12,
        1 + month % 12,
        number % perMonth + 1);
  }

  private String record(String id, long number) {
    StringBuilder json = new StringBuilder(2048);
    int authors = 1 + (int) Math.min(40, Math.abs(random.nextExponential() * 3));
    List<String[]> names = new ArrayList<>();
    for (int i = 0; i < authors; i++) {
      String key = random.nextInt(3) == 0 ? pick(NAMES) : capital(madeUp(4 + random.nextInt(6)));
      names.add(new String[] {key, (char) ('A' + random.nextInt(26)) + "."});
    }
    int versions = 1 + (int) Math.min(9, random.nextExponential() * 0.8);
    LocalDateTime first = submitted(number);
    json.append("{\"id\":\"").append(id).append("\",\"submitter\":\"");
    json.append(names.get(0)[1]).append(' ').append(names.get(0)[0]).append("\",\"authors\":\"");
    for (int i = 0; i < authors; i++) {
      json.append(i == 0 ? "" : i == authors - 1 ? " and " : ", ");
      json.append(names.get(i)[1]).append(' ').append(names.get(i)[0]);
    }
    json.append("\",\"title\":\"");
    text(json, 4 + random.nextInt(11), "\\n  ");
    json.append("\",\"comments\":");
    optional(json, 0.8, (5 + random.nextInt(40)) + " pages, " + random.nextInt(20) + " figures");
    json.append(",\"journal-ref\":");
    optional(json, 0.4, "J. Synth. Phys. " + random.nextInt(99) + ", " + random.nextInt(9999));
    json.append(",\"doi\":");
    doi(json, number);
    json.append(",\"report-no\":");
    optional(json, 0.1, "SYN-" + random.nextInt(100_000));
    json.append(",\"categories\":\"").append(pick(ARCHIVES));
    for (int more = random.nextInt(4) - 1; more > 0; more--) {
      json.append(' ').append(pick(ARCHIVES));
    }
    json.append("\",\"license\":");
    optional(json, 0.6, LICENCES[Math.max(0, random.nextInt(8) - 4)]);
    json.append(",\"abstract\":\"  ");
    text(json, 65 + random.nextInt(135), "\\n");
    json.append("\\n\",\"versions\":[");
    LocalDateTime made = first;
    for (int v = 1; v <= versions; v++) {
      json.append(v == 1 ? "" : ",")
          .append("{\"version\":\"v")
          .append(v)
          .append("\",\"created\":\"");
      rfc822(json, made);
      json.append("\"}");
      made = earlier(made.plusHours(24 + random.nextInt(4000)), LAST);
    }
    LocalDate updated = earlier(made.plusDays(1 + random.nextInt(400)), LAST).toLocalDate();
    json.append("],\"update_date\":\"").append(updated).append("\",\"authors_parsed\":[");
    for (int i = 0; i < authors; i++) {
      json.append(i == 0 ? "[\"" : ",[\"").append(names.get(i)[0]).append("\",\"");
      json.append(names.get(i)[1]).append("\",\"\"]");
    }
    return json.append("]}").toString();
  }

  private LocalDateTime submitted(long number) {
    LocalDate day = LocalDate.of(2007, 4, 1).plusDays(number * 6_700 / Math.max(1, lines));
    return day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  private void doi(StringBuilder json, long number) {
    double kind = random.nextDouble();
    String one = "10.99999/Synth." + number;
    if (kind < 0.5) {
      json.append("null");
    } else if (kind < 0.97) {
      json.append('"').append(one).append('"');
    } else {
      json.append('"').append(one).append(kind < 0.985 ? ", " : " ; doi:").append(one);
      json.append("-2\"");
    }
  }

  private void optional(StringBuilder json, double share, String value) {
    if (random.nextDouble() < share) {
      json.append('"').append(value).append('"');
    } else {
      json.append("null");
    }
  }

  /** Words by Zipf's law, a formula now and then, lines of some 75 characters. */
  private void text(StringBuilder json, int count, String lineEnd) {
    int column = 0;
    for (int i = 0; i < count; i++) {
      String word = random.nextInt(25) == 0 ? pick(TEX) : word();
      if (i > 0) {
        boolean full = column > 70;
        json.append(full ? lineEnd : " ");
        column = full ? 0 : column + 1;
      }
      json.append(i == 0 ? capital(word) : word);
      column += word.length();
    }
    json.append('.');
  }

  private String word() {
    return words[(int) Math.pow(WORDS, random.nextDouble()) - 1];
  }

  private String madeUp(int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      String letters = i % 2 == 0 ? "bcdfghjklmnprstvz" : "aeiou";
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private static void rfc822(StringBuilder json, LocalDateTime at) {
    DayOfWeek day = at.getDayOfWeek();
    json.append(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)).append(", ");
    json.append(at.getDayOfMonth()).append(' ');
    json.append(at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH)).append(' ');
    json.append(at.getYear()).append(' ');
    two(json, at.getHour()).append(':');
    two(json, at.getMinute()).append(':');
    two(json, at.getSecond()).append(" GMT");
  }

  private static LocalDateTime earlier(LocalDateTime one, LocalDateTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static StringBuilder two(StringBuilder json, int value) {
    return json.append(value < 10 ? "0" : "").append(value);
  }
}
