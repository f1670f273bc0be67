package org.rudolphine.transform.histogram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTableTest {
  private static final String HEADER = "sample,histogram,title,bin,bin_low,bin_high,content\n";

  private static List<HistogramTable.Read> read(String rows) throws IOException {
    return HistogramTable.read((HEADER + rows).getBytes(UTF_8));
  }

  @Test
  void whatLiesOutsideIsKeptApart() throws IOException {
    Histogram histogram =
        read("S,m,a title,0,-inf,70,2\nS,m,a title,1,70,73,5\nS,m,a title,2,73,76,0\nS,m,x,3,76,inf,9\n")
            .get(0)
            .histogram();

    assertThat(histogram.title()).isEqualTo("a title");
    assertThat(histogram.edges()).containsExactly(70, 73, 76);
    assertThat(histogram.contents()).containsExactly(5, 0);
    assertThat(histogram.underflow().content()).isEqualTo(2);
    assertThat(histogram.overflow().content()).isEqualTo(9);
    assertThat(histogram.overflow().sigma()).isEqualTo(3);
    assertThat(histogram.entries()).isEqualTo(16);
    assertThat(histogram.total()).isEqualTo(16);
  }

  @Test
  void binsThatAreLeftOutAreSuppliedWhereAllAreEqual() throws IOException {
    HistogramTable.Read read = read("S,m,,2,1.5,2,7\nS,m,,5,3,3.5,1\nS,m,,8,4.5,inf,1\n").get(0);

    assertThat(read.suppliedBins()).isEqualTo(5);
    assertThat(read.histogram().edges()).containsExactly(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5);
    assertThat(read.histogram().contents()).containsExactly(0, 7, 0, 0, 1, 0, 0);
  }

  @Test
  void aHistogramOfWhichOnlyTheOverflowIsToldHasNoBins() throws IOException {
    Histogram histogram = read("S,m,,41,200,inf,3\n").get(0).histogram();

    assertThat(histogram.bins()).isZero();
    assertThat(histogram.overflow().content()).isEqualTo(3);
    assertThat(histogram.entries()).isEqualTo(3);
  }

  @Test
  void squaresOfWeightsAreTakenWhereTheyAreGiven() throws IOException {
    String header = HEADER.replace("content", "content,sum_of_squared_weights");
    Histogram weighted =
        HistogramTable.read((header + "S,m,,1,0,1,0.5,0.25\n").getBytes(UTF_8)).get(0).histogram();
    Histogram unknown = read("S,m,,1,0,1,0.5\n").get(0).histogram();

    assertThat(weighted.sigmas()).containsExactly(0.5);
    assertThat(weighted.entries()).isNaN();
    assertThat(unknown.sigmas()).containsExactly(Double.NaN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "S,m,,1,0,1,many! content: not a number",
        "S,m,,1,0,1,NaN! content: not a finite number",
        "S,m,,x,0,1,1! bin: not the number of a bin",
        "S,m,,2000000000,0,1,1! bin: not the number of a bin, 0 to 1000000",
        "S,m,,1,1,1,1! bin_low: a bin without width",
        "S,m,,1,0,1,1;S,m,,1,1,2,1! bin: a bin stands twice",
        "S,m,,1,0,1,1;S,m,,2,1.5,2,1! bin_low: bins do not touch",
        "S,m,,1,0,1,1;S,m,,2,1,3,1;S,m,,5,9,12,1! bin: bins are left out and the others are not of"
            + " equal width",
        "S,,,1,0,1,1! histogram: a bin of no histogram"
      })
  void whatContradictsItselfIsTold(String rows, String fault) {
    assertThatThrownBy(() -> read(rows.replace(';', '\n')))
        .isInstanceOfSatisfying(
            MalformedTable.class,
            e -> assertThat(e.field() + ": " + e.getMessage()).isEqualTo(fault.strip()));
  }

  @Property(tries = 200)
  void aTableTellsTheSameWithAndWithoutItsEmptyBins(
      @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 3) Integer> counts) throws IOException {
    StringBuilder all = new StringBuilder("S,m,,0,-inf,-2,1\n");
    StringBuilder full = new StringBuilder(all);
    for (int i = 0; i < counts.size(); i++) {
      String row =
          "S,m,,%d,%s,%s,%d\n".formatted(i + 1, -2 + i * 0.25, -1.75 + i * 0.25, counts.get(i));
      all.append(row);
      full.append(counts.get(i) == 0 ? "" : row);
    }
    String overflow = "S,m,,%d,%s,inf,1\n".formatted(counts.size() + 1, -2 + counts.size() * 0.25);
    Histogram one = read(all + overflow).get(0).histogram();
    Histogram other = read(full + overflow).get(0).histogram();

    assertThat(other.edges()).isEqualTo(one.edges());
    assertThat(other.contents()).isEqualTo(one.contents());
    assertThat(other.entries()).isEqualTo(one.entries());
  }
}
