package org.rudolphine.transform.tecplot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tables written in every dialect come back as they were. */
class TecplotRoundTripTest {

  /** A zone to be written. */
  record Zone(String title, List<List<Double>> rows, List<String> comments) {}

  /** How a table is written. */
  record Dialect(
      boolean onePerLine,
      boolean quotedNames,
      String equals,
      String gap,
      String end,
      boolean typographic,
      boolean sized,
      boolean block,
      boolean upperCase,
      int numbers) {

    /** Names with parentheses, and such as begin like a number, need quotes. */
    Dialect plainFor(List<String> names) {
      boolean needs =
          names.stream().anyMatch(name -> name.contains("(") || Numbers.mayStart(name.charAt(0)));
      return new Dialect(
          onePerLine && names.size() > 1,
          quotedNames || needs,
          equals,
          gap,
          end,
          typographic,
          sized,
          block,
          upperCase,
          numbers);
    }
  }

  /** A table and the way it is written. */
  record Sample(List<String> names, List<Zone> zones, Dialect dialect) {}

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("samples") Sample sample) throws UnreadableTable {
    TecplotTable table = TecplotTable.read(written(sample).getBytes(UTF_8));

    assertThat(table.zones()).hasSameSizeAs(sample.zones());
    for (int i = 0; i < sample.zones().size(); i++) {
      Zone zone = sample.zones().get(i);
      TableZone read = table.zones().get(i);
      assertThat(read.title()).isEqualTo(zone.title());
      assertThat(read.variables()).isEqualTo(sample.names());
      assertThat(read.points()).isEqualTo(zone.rows().size());
      for (int column = 0; column < sample.names().size(); column++) {
        for (int row = 0; row < zone.rows().size(); row++) {
          assertThat(read.columns()[column][row]).isEqualTo(zone.rows().get(row).get(column));
        }
      }
      assertThat(read.comments())
          .extracting(TableComment::text)
          .containsExactlyElementsOf(
              zone.comments().stream().map(text -> ("#" + text).stripTrailing()).toList());
    }
  }

  private static String written(Sample sample) {
    Dialect way = sample.dialect();
    List<String> lines = new ArrayList<>();
    String keyword = way.upperCase() ? "VARIABLES" : "variables";
    List<String> names =
        sample.names().stream().map(name -> way.quotedNames() ? quoted(name, way) : name).toList();
    if (way.onePerLine()) {
      lines.add(keyword + way.equals() + names.get(0) + (way.quotedNames() ? "" : ","));
      for (int i = 1; i < names.size(); i++) {
        boolean last = i == names.size() - 1;
        lines.add(names.get(i) + (way.quotedNames() || last ? "" : ","));
      }
    } else {
      lines.add(keyword + way.equals() + String.join(",", names));
    }
    sample.zones().forEach(zone -> write(zone, sample, lines));
    return String.join(way.end(), lines) + way.end();
  }

  private static String quoted(String text, Dialect way) {
    return way.typographic() ? "\u201C" + text + "\u201D" : "\"" + text + "\"";
  }

  private static void write(Zone zone, Sample sample, List<String> lines) {
    Dialect way = sample.dialect();
    zone.comments().forEach(comment -> lines.add("#" + comment));
    String record = way.upperCase() ? "ZONE T" : "zone, t";
    record += way.equals() + quoted(zone.title(), way);
    boolean block = way.block() && !zone.rows().isEmpty();
    if ((way.sized() || block) && !zone.rows().isEmpty()) {
      record += ", I=" + zone.rows().size();
    }
    lines.add(record + (block ? ", F=BLOCK" : ""));
    if (block) {
      for (int column = 0; column < sample.names().size(); column++) {
        int at = column;
        lines.add(
            zone.rows().stream()
                .map(row -> number(row.get(at), way))
                .collect(Collectors.joining(way.gap())));
      }
    } else {
      zone.rows()
          .forEach(
              row ->
                  lines.add(
                      row.stream()
                          .map(value -> number(value, way))
                          .collect(Collectors.joining(way.gap(), " ", ""))));
    }
  }

  /** Seventeen digits give the same double back. */
  private static String number(double value, Dialect way) {
    String text = String.format(Locale.ROOT, "%.17e", value);
    return switch (way.numbers()) {
      case 0 -> text;
      case 1 -> text.replace('e', 'D');
      case 2 -> text.replace('e', 'E');
      default -> Double.toString(value);
    };
  }

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<List<String>> names =
        Arbitraries.of(
                "x",
                "y'",
                "x/H",
                "cf",
                "u/Uref",
                "2z/D",
                "log(y+)",
                "Uncertainty(C_f)",
                "uv/uinf^2*1000")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .uniqueElements();
    return names.flatMap(
        list ->
            Combinators.combine(zones(list.size()), dialects())
                .as((zones, way) -> new Sample(list, zones, way.plainFor(list))));
  }

  private static Arbitrary<List<Zone>> zones(int width) {
    Arbitrary<List<Double>> row =
        Arbitraries.doubles().between(-1e12, 1e12).ofScale(9).list().ofSize(width);
    Arbitrary<String> words =
        Arbitraries.strings().withChars("abc XYZ=/.,-#0123456789").ofMaxLength(20);
    return Combinators.combine(
            words.map(text -> text.strip()), row.list().ofMaxSize(6), words.list().ofMaxSize(2))
        .as(Zone::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Arbitrary<Dialect> dialects() {
    Arbitrary<Boolean> coin = Arbitraries.of(true, false);
    Arbitrary<Dialect> texts =
        Combinators.combine(
                coin,
                coin,
                Arbitraries.of("=", " = ", "= "),
                Arbitraries.of(" ", "   ", "\t", ", "),
                Arbitraries.of("\n", "\r\n"),
                coin)
            .as(
                (a, b, equals, gap, end, c) ->
                    new Dialect(a, b, equals, gap, end, c, false, false, false, 0));
    return Combinators.combine(texts, coin, coin, coin, Arbitraries.integers().between(0, 3))
        .as(
            (text, sized, block, upper, numbers) ->
                new Dialect(
                    text.onePerLine(),
                    text.quotedNames(),
                    text.equals(),
                    text.gap(),
                    text.end(),
                    text.typographic(),
                    sized,
                    block,
                    upper,
                    numbers));
  }
}
