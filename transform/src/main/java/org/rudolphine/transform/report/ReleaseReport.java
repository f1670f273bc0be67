package org.rudolphine.transform.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.rudolphine.ingest.lake.Folder;

/**
 * The HTML report of a release: one page that needs nothing beside it, with figures drawn as SVG
 * and no script. The same release and extras give the same bytes.
 */
public final class ReleaseReport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private final ReleaseData data;
  private final ReportExtras extras;

  private ReleaseReport(ReleaseData data, ReportExtras extras) {
    this.data = data;
    this.extras = extras;
  }

  /**
   * Reads a release and draws its report.
   *
   * @param release a release folder with {@code data/<table>/*.parquet}; tables, MANIFEST.json and
   *     QUALITY.json may be missing and then read as empty
   * @param extras what the lake behind the release knows
   * @return the page, UTF-8
   * @throws IOException when a file that is there cannot be read
   */
  public static byte[] of(Folder release, ReportExtras extras) throws IOException {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(extras, "extras");
    return new ReleaseReport(ReleaseData.read(release), extras).page();
  }

  private byte[] page() {
    Map<String, Consumer<Markup>> sections = sections();
    Markup out = new Markup();
    out.open("html", "lang", "en").line().open("head").line();
    out.empty("meta", "charset", "utf-8").line();
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    out.empty("meta", "name", "color-scheme", "content", "light dark").line();
    out.element("title", title()).line();
    out.style(css()).closeLine().open("body").line();
    out.element("a", "Skip to the report", "href", "#report", "class", "skip").line();
    header(out);
    contents(out, sections);
    out.open("main", "id", "report").line();
    sections.forEach((name, content) -> section(out, name, content));
    out.closeLine();
    footer(out);
    out.closeLine().closeLine();
    return out.page();
  }

  private Map<String, Consumer<Markup>> sections() {
    UseSection use = new UseSection(data);
    Map<String, Consumer<Markup>> sections = new LinkedHashMap<>();
    sections.put("Events among simulations", new PlaneFigure(data)::write);
    sections.put("Rank profiles", new RankFigure(data)::write);
    sections.put("Remnants", new RemnantFigure(data)::write);
    sections.put("Best matches", new MatchSection(data)::write);
    if (!data.strain().isEmpty()) {
      sections.put(StrainSection.NAME, new StrainSection(data)::write);
    }
    if (!data.colliders().isEmpty()) {
      sections.put(ColliderSection.NAME, new ColliderSection(data, extras)::write);
    }
    if (!data.profiles().isEmpty()) {
      sections.put(ProfileSection.NAME, new ProfileSection(data)::write);
    }
    if (!data.stacks().isEmpty()) {
      sections.put(StackSection.NAME, new StackSection(data)::write);
    }
    if (!data.literature().isEmpty()) {
      sections.put(LiteratureSection.NAME, new LiteratureSection(data)::write);
    }
    sections.put("Sources", new SourceSection(data, extras)::write);
    sections.put(ReasonSection.NAME, new ReasonSection(data, extras)::write);
    sections.put("Splits", new SplitSection(data)::write);
    sections.put("How to query", use::queries);
    sections.put("Licences and citation", use::licences);
    return sections;
  }

  private String title() {
    return data.version().isEmpty()
        ? "Rudolphine release report"
        : "Rudolphine " + data.version() + " \u2013 release report";
  }

  private void header(Markup out) {
    out.open("header").line();
    out.element("p", "Release report", "class", "kicker").line();
    out.element("h1", "Rudolphine").line();
    out.open("p", "class", "lead");
    out.text("What experiments measured, joined to what theory and simulation predict.");
    if (data.rows("links") > 0) {
      out.text(
          " This release links "
              + String.join(", ", joined())
              + ": every link keeps its evidence, every value its interval and its source.");
    }
    out.closeLine();
    out.open("dl", "class", "facts").line();
    fact(out, "version", stated(data.version()));
    fact(out, "profile", stated(data.profile()));
    fact(out, "data up to", data.newest().map(DATE::format).orElse("not stated"));
    for (String table : List.of("pairs", "links", "gw_events", "nr_simulations")) {
      fact(out, words(table), Measured.count(data.rows(table)));
    }
    for (String table : List.of("hep_datasets", "papers")) {
      if (data.rows(table) > 0) {
        fact(out, words(table), Measured.count(data.rows(table)));
      }
    }
    fact(out, "licences", stated(new UseSection(data).summary()));
    out.closeLine().closeLine();
  }

  private List<String> joined() {
    List<String> joined = new ArrayList<>();
    joined.add("gravitational-wave events to numerical-relativity simulations");
    if (!data.colliders().isEmpty()) {
      joined.add("recorded collisions to simulated ones");
    }
    if (!data.profiles().isEmpty()) {
      joined.add("wind-tunnel measurements to turbulence models");
    }
    if (!data.literature().isEmpty()) {
      joined.add("papers to the records that they name");
    }
    return joined;
  }

  private static String words(String table) {
    return switch (table) {
      case "hep_datasets" -> "collider datasets";
      case "gw_events" -> "event versions";
      case "nr_simulations" -> "simulations";
      default -> table;
    };
  }

  private static String stated(String text) {
    return text.isEmpty() ? "not stated" : text;
  }

  private static void fact(Markup out, String name, String value) {
    out.open("div", "class", name.equals("licences") ? "long" : null);
    out.element("dt", name).element("dd", value).closeLine();
  }

  private static void contents(Markup out, Map<String, Consumer<Markup>> sections) {
    out.open("nav", "aria-label", "Contents").open("ol").line();
    for (String name : sections.keySet()) {
      out.open("li").element("a", name, "href", "#" + Svg.token(name)).closeLine();
    }
    out.close().closeLine();
  }

  private static void section(Markup out, String name, Consumer<Markup> content) {
    String id = Svg.token(name);
    out.open("section", "id", id, "aria-labelledby", id + "-head").line();
    out.element("h2", name, "id", id + "-head").line();
    content.accept(out);
    out.closeLine();
  }

  private void footer(Markup out) {
    out.open("footer").open("p");
    out.text("Drawn from the release itself");
    if (!data.version().isEmpty()) {
      out.text(", version " + data.version());
    }
    out.text(
        ". Data and simulations belong to those who measured and computed them; see the licences"
            + " and citations above.");
    out.close().closeLine();
  }

  private static String css() {
    try (InputStream in = ReleaseReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("The style sheet of the report is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The style sheet of the report", e);
    }
  }
}
