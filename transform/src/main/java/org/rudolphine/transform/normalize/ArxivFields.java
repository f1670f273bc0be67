package org.rudolphine.transform.normalize;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.transform.mention.Doi;

/** Reads single fields of arXiv records; null for what cannot be read. */
final class ArxivFields {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final Pattern SIZE = Pattern.compile("\\s*(\\d{1,12})\\s*(?:kb|KB|Kb)\\s*");
  private static final Pattern VERSION = Pattern.compile("\\s*v?(\\d{1,4})\\s*");

  /** A comma or semicolon divides only before a new DOI or at a blank: SICIs contain both. */
  private static final Pattern DOI_DIVIDER =
      Pattern.compile("[,;]?\\s+|[,;](?=10\\.|doi|https?:)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DOI_LABEL =
      Pattern.compile("\\bdoi\\s*:\\s+(?=10\\.)", Pattern.CASE_INSENSITIVE);
  private static final Pattern LICENCE =
      Pattern.compile(
          "(?i)https?://(?:www\\.)?((?:arxiv|creativecommons)\\.org/\\S*?)"
              + "(?:/(?:legalcode|deed)(?:\\.[a-z_-]+)?)?/*");
  private static final Pattern KNOWN_LICENCE =
      Pattern.compile(
          "arxiv\\.org/licenses/(?:nonexclusive-distrib/1\\.0|assumed-1991-2003)"
              + "|creativecommons\\.org/(?:licenses/(?:by|by-sa|by-nc|by-nd|by-nc-sa|by-nc-nd)/[1-4]\\.[05]"
              + "|licenses/publicdomain|publicdomain/zero/1\\.0|publicdomain/mark/1\\.0)");

  private ArxivFields() {}

  /** A date of RFC 822, the day with one or two digits, the zone as letters or offset. */
  static Instant time(String text) {
    if (text == null) {
      return null;
    }
    StringTokenizer words = new StringTokenizer(text, " ,\t\r\n");
    if (words.countTokens() < 4) {
      return null;
    }
    String day = words.nextToken();
    try {
      if (Character.isLetter(day.charAt(0))) {
        day = words.nextToken();
      }
      String name = words.nextToken();
      int month = name.length() < 3 ? -1 : MONTHS.indexOf(name.substring(0, 3));
      int year = Integer.parseInt(words.nextToken());
      String[] clock = words.nextToken().split(":", -1);
      if (month < 0 || month % 3 != 0 || year < 1900 || clock.length < 2) {
        return null;
      }
      String zone = words.hasMoreTokens() ? words.nextToken() : "GMT";
      int seconds = clock.length > 2 ? Integer.parseInt(clock[2]) : 0;
      return LocalDateTime.of(
              year,
              month / 3 + 1,
              Integer.parseInt(day),
              Integer.parseInt(clock[0]),
              Integer.parseInt(clock[1]),
              seconds)
          .toInstant(offset(zone));
    } catch (DateTimeException | NumberFormatException | NoSuchElementException e) {
      return null;
    }
  }

  private static ZoneOffset offset(String zone) {
    return switch (zone) {
      case "GMT", "UT", "UTC", "Z" -> ZoneOffset.UTC;
      case "EST", "CDT" -> ZoneOffset.ofHours(-5);
      case "EDT" -> ZoneOffset.ofHours(-4);
      case "CST", "MDT" -> ZoneOffset.ofHours(-6);
      case "MST", "PDT" -> ZoneOffset.ofHours(-7);
      case "PST" -> ZoneOffset.ofHours(-8);
      default -> ZoneOffset.of(zone);
    };
  }

  /** Bytes of a size like {@code 40kb}, a kb taken as 1000 bytes. */
  static Long size(String text) {
    Matcher size = SIZE.matcher(text);
    return size.matches() ? Long.parseLong(size.group(1)) * 1000 : null;
  }

  /** The number of a version like {@code v10}. */
  static Integer version(String text) {
    if (text == null) {
      return null;
    }
    Matcher version = VERSION.matcher(text);
    return version.matches() ? Integer.valueOf(version.group(1)) : null;
  }

  /** Valid DOIs of a DOI field, each once; {@code refused} gets the others. */
  static List<String> dois(String text, List<String> refused) {
    Set<String> dois = new LinkedHashSet<>();
    for (String part : DOI_DIVIDER.split(DOI_LABEL.matcher(text).replaceAll(""))) {
      if (part.isEmpty()) {
        continue;
      }
      String doi = Doi.canonical(part);
      if (doi != null) {
        dois.add(doi);
      } else {
        refused.add(part);
      }
    }
    return new ArrayList<>(dois);
  }

  /** A licence as https URL with one slash at its end; other texts as they are. */
  static String licence(String text) {
    Matcher url = LICENCE.matcher(text);
    return url.matches() ? "https://" + url.group(1).toLowerCase(Locale.ROOT) + "/" : text;
  }

  /** Whether a licence in normal form is one that arXiv is known to offer or have offered. */
  static boolean knownLicence(String url) {
    return url.startsWith("https://")
        && url.endsWith("/")
        && KNOWN_LICENCE.matcher(url.substring(8, url.length() - 1)).matches();
  }

  /** Versions sorted by number, the first of equal ones; what cannot be read is an issue. */
  static List<Map<String, Object>> versions(ArxivPaper paper) {
    Map<Integer, Map<String, Object>> versions = new TreeMap<>();
    for (ArxivPaper.Version given : paper.versions()) {
      Integer number = version(given.number());
      if (number == null) {
        paper.issue("versions", "a version without a number");
        continue;
      }
      Map<String, Object> version = new HashMap<>();
      version.put("version", number);
      Instant created = time(given.date());
      if (created != null) {
        version.put("created_at", created);
      } else if (given.date() != null) {
        paper.issue("versions", "a date that cannot be read");
      }
      if (given.size() != null && !given.size().isBlank()) {
        Long size = size(given.size());
        if (size == null) {
          paper.issue("versions", "a size that cannot be read");
        } else {
          version.put("size_bytes", size);
        }
      }
      if (given.sourceType() != null && !given.sourceType().isBlank()) {
        version.put("source_type", given.sourceType().strip());
      }
      if (versions.putIfAbsent(number, version) != null) {
        paper.issue("versions", "a version given twice: the first counts");
      }
    }
    return List.copyOf(versions.values());
  }
}
