package org.rudolphine.transform.tecplot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/** Reads one table line by line. */
final class TableReader {
  /** Records that say nothing of the rows; what they hold ends with the next record or row. */
  private static final Set<String> PASSED_OVER =
      Set.of("FILETYPE", "DATASETAUXDATA", "VARAUXDATA", "AUXDATA");

  private static final int LONGEST_NAME = 500;
  private static final int LONGEST_TITLE = 1000;

  /** Repeats would let a small file fill the memory. */
  private static final int MOST_VALUES = 20_000_000;

  private final TableLimits limits;
  private final List<TableZone> zones = new ArrayList<>();
  private final List<TableComment> comments = new ArrayList<>();
  private List<String> variables = List.of();
  private List<String> naming;
  private String title;
  private ZoneRows zone;
  private Record record = Record.NONE;
  private boolean goesOn;
  private int line;
  private String text;
  private int rows;

  /** Record that a line may go on with. */
  private enum Record {
    NONE,
    TITLE,
    VARIABLES,
    ZONE,
    OTHER
  }

  TableReader(TableLimits limits) {
    this.limits = limits;
  }

  TecplotTable read(String file) throws UnreadableTable {
    for (String raw : (Iterable<String>) file.lines()::iterator) {
      line++;
      text = raw;
      String content = withoutComment(Words.plain(raw)).strip();
      if (!content.isEmpty()) {
        content(content);
      }
    }
    if (zone != null) {
      takeComments();
    }
    endZone();
    if (variables.isEmpty()) {
      throw new UnreadableTable(0, "there is no VARIABLES record", "");
    }
    return new TecplotTable(title, zones);
  }

  private String withoutComment(String plain) {
    int start = Words.comment(plain);
    if (start < 0) {
      return plain;
    }
    comments.add(new TableComment(line, text.substring(start).stripTrailing()));
    return plain.substring(0, start);
  }

  private void content(String content) throws UnreadableTable {
    String keyword = keyword(content);
    String rest = content.substring(keyword.length());
    switch (keyword.toUpperCase(Locale.ROOT)) {
      case "TITLE" -> title(rest);
      case "VARIABLES" -> variables(rest);
      case "ZONE" -> zone(rest);
      default -> {
        if (PASSED_OVER.contains(keyword.toUpperCase(Locale.ROOT))) {
          record = record == Record.ZONE ? record : Record.OTHER;
        } else if (Numbers.mayStart(content.charAt(0)) || Numbers.isMissing(keyword)) {
          row(content);
        } else {
          goOn(content);
        }
      }
    }
  }

  /** The letters that a line begins with, when they can be the name of a record. */
  private static String keyword(String content) {
    int end = 0;
    while (end < content.length() && Character.isLetter(content.charAt(end))) {
      end++;
    }
    boolean ends = end == content.length() || " \t,=".indexOf(content.charAt(end)) >= 0;
    return ends ? content.substring(0, end) : "";
  }

  // ---- records
  // -----------------------------------------------------------------------------------

  private void title(String rest) throws UnreadableTable {
    List<Words.Word> words = words(rest);
    if (words.isEmpty() || !words.get(0).is("=")) {
      throw fault("a TITLE record without =");
    }
    record = Record.TITLE;
    title =
        words.size() == 2 && words.get(1).quoted()
            ? words.get(1).text()
            : rest.strip().substring(1).strip();
  }

  private void variables(String rest) throws UnreadableTable {
    List<Words.Word> words = words(rest);
    if (words.isEmpty() || !words.get(0).is("=")) {
      throw fault("a VARIABLES record without =");
    }
    endZone();
    naming = new ArrayList<>();
    record = Record.VARIABLES;
    name(words.subList(1, words.size()), rest);
  }

  private void name(List<Words.Word> words, String rest) throws UnreadableTable {
    for (Words.Word word : words) {
      if (word.is("=") || word.text().isEmpty() || word.text().length() > LONGEST_NAME) {
        throw fault("a name of a variable that is none");
      }
      naming.add(word.text());
    }
    if (naming.size() > limits.variables()) {
      throw fault("more than " + limits.variables() + " variables");
    }
    goesOn = naming.isEmpty() || rest.stripTrailing().endsWith(",");
    variables = List.copyOf(naming);
  }

  private void zone(String rest) throws UnreadableTable {
    if (variables.isEmpty()) {
      throw fault("a ZONE record before any VARIABLES");
    }
    endZone();
    begin(line);
    record = Record.ZONE;
    fields(rest);
  }

  private void fields(String rest) throws UnreadableTable {
    List<Words.Word> words = words(rest);
    int at = 0;
    while (at < words.size()) {
      boolean pair =
          at + 2 < words.size()
              && !words.get(at).quoted()
              && words.get(at + 1).is("=")
              && !words.get(at + 2).is("=");
      if (!pair) {
        throw fault("a ZONE record that is not made of NAME=value");
      }
      if (words.get(at + 2).text().length() > LONGEST_TITLE) {
        throw fault("a title of more than " + LONGEST_TITLE + " characters");
      }
      zone.field(words.get(at).text(), words.get(at + 2).text());
      at += 3;
    }
  }

  /** A line that is neither a row nor begins a record goes on with the one before. */
  private void goOn(String content) throws UnreadableTable {
    boolean quoted = content.charAt(0) == '"';
    switch (record) {
      case VARIABLES -> {
        if (!quoted && !goesOn) {
          throw fault("neither a record nor a row of numbers");
        }
        name(words(content), content);
      }
      case ZONE -> fields(content);
      case OTHER -> {}
      default -> throw fault("neither a record nor a row of numbers");
    }
  }

  private List<Words.Word> words(String content) throws UnreadableTable {
    try {
      return Words.of(content);
    } catch (IllegalArgumentException e) {
      throw fault("a record that " + e.getMessage());
    }
  }

  // ---- rows
  // --------------------------------------------------------------------------------------

  private void row(String content) throws UnreadableTable {
    if (record == Record.VARIABLES && goesOn) {
      throw fault("a row where a name of a variable should stand");
    }
    if (variables.isEmpty()) {
      throw fault("a row before any VARIABLES");
    }
    if (zone == null) {
      begin(line);
    }
    record = Record.NONE;
    takeComments();
    double[] row = values(content);
    boolean whole = row.length == variables.size();
    if (!whole && !zone.saysPoints()) {
      throw fault("has " + row.length + " values for " + variables.size() + " variables");
    }
    zone.add(row);
    if (zone.values() / variables.size() + rows > limits.rows()) {
      throw fault("more than " + limits.rows() + " rows");
    }
  }

  private double[] values(String content) throws UnreadableTable {
    StringTokenizer tokens = new StringTokenizer(content, " \t,\f\u00A0");
    double[] row = new double[Math.max(1, variables.size())];
    int count = 0;
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      int times = repeats(token);
      double value = number(token.substring(token.indexOf('*') + 1));
      if (zone.values() + count + (long) times > MOST_VALUES) {
        throw fault("more than " + MOST_VALUES + " values");
      }
      if (count + times > row.length) {
        row = Arrays.copyOf(row, Math.max(2 * row.length, count + times));
      }
      Arrays.fill(row, count, count + times, value);
      count += times;
    }
    return Arrays.copyOf(row, count);
  }

  /** {@code 5*0.0} stands for five values. */
  private int repeats(String token) throws UnreadableTable {
    int star = token.indexOf('*');
    if (star < 0) {
      return 1;
    }
    String times = token.substring(0, star);
    if (!times.matches("[1-9]\\d{0,5}")) {
      throw fault("not a number of repeats: " + token);
    }
    return Integer.parseInt(times);
  }

  private double number(String token) throws UnreadableTable {
    try {
      return Numbers.parse(token);
    } catch (NumberFormatException e) {
      throw fault("holds " + e.getMessage() + " where one should stand");
    }
  }

  // ---- zones
  // -------------------------------------------------------------------------------------

  private void begin(int at) throws UnreadableTable {
    if (zones.size() >= limits.zones()) {
      throw fault("more than " + limits.zones() + " zones");
    }
    zone = new ZoneRows(at, variables);
    takeComments();
  }

  /** Comments after the last row belong to the zone that follows, those of the end to the last. */
  private void takeComments() {
    zone.comments(comments);
    comments.clear();
  }

  private void endZone() throws UnreadableTable {
    if (zone == null) {
      return;
    }
    TableZone done = zone.zone();
    rows += done.points();
    zones.add(done);
    zone = null;
  }

  private UnreadableTable fault(String reason) {
    return new UnreadableTable(line, reason, text);
  }
}
