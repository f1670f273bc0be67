package org.rudolphine.transform.hdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.filter.DeflatePipelineFilter;
import io.jhdf.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HdfTreeTest {
  private static final double[] RAMP = ramp(1000);

  private static double[] ramp(int count) {
    double[] ramp = new double[count];
    for (int i = 0; i < count; i++) {
      ramp[i] = i / 8.0;
    }
    return ramp;
  }

  private static HdfNumbers ramp(DatasetCreationOptions options) throws UnreadableFile {
    byte[] file = HdfFixture.of(hdf -> hdf.putDataset("x", RAMP, options));
    return HdfTree.open(file).numbers("x");
  }

  private static DatasetCreationOptions.Builder chunks(int rows) {
    return DatasetCreationOptions.builder().chunkDimensions(rows);
  }

  @Test
  void rowsAreReadFromAnyPlaceAcrossChunks() throws UnreadableFile {
    HdfNumbers packed = ramp(chunks(64).shuffle().deflate(1).build());

    assertThat(packed.rows()).isEqualTo(1000);
    assertThat(packed.rows(0, 1000)).isEqualTo(RAMP);
    assertThat(packed.rows(63, 2)).containsExactly(63 / 8.0, 8);
    assertThat(packed.rows(990, 10)).isEqualTo(Arrays.copyOfRange(RAMP, 990, 1000));
    assertThat(packed.rows(1000, 0)).isEmpty();
  }

  @Test
  void plainChunksAndNoChunksAreTheSame() throws UnreadableFile {
    assertThat(ramp(chunks(300).build()).all(1000)).isEqualTo(RAMP);
    assertThat(ramp(DatasetCreationOptions.DEFAULT).rows(5, 990))
        .isEqualTo(Arrays.copyOfRange(RAMP, 5, 995));
  }

  @Test
  void twoDimensionsAndAllKindsOfNumbers() throws UnreadableFile {
    byte[] file =
        HdfFixture.of(
            hdf -> {
              hdf.putDataset(
                  "table",
                  new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}},
                  DatasetCreationOptions.builder().chunkDimensions(2, 2).deflate().build());
              hdf.putDataset("floats", new float[] {0.5f, -2});
              hdf.putDataset("ints", new int[] {-1, 7});
              hdf.putDataset(
                  "words",
                  new int[] {-1, 127},
                  DatasetCreationOptions.builder().unsigned().build());
              hdf.putDataset("bytes", new byte[] {-1, 3});
              hdf.putDataset("longs", new long[] {1126259446L});
              hdf.putDataset("one", 32L);
            });
    HdfTree tree = HdfTree.open(file);

    assertThat(tree.numbers("table").all(9)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(tree.numbers("table").rows(1, 1)).containsExactly(4, 5, 6);
    assertThat(tree.numbers("floats").all(9)).containsExactly(0.5, -2);
    assertThat(tree.numbers("ints").all(9)).containsExactly(-1, 7);
    assertThat(tree.numbers("words").all(9)).containsExactly(4294967295.0, 127);
    assertThat(tree.numbers("bytes").all(9)).containsExactly(-1, 3);
    assertThat(tree.numbers("longs").all(9)).containsExactly(1126259446);
    assertThat(tree.numbers("one").all(9)).containsExactly(32);
    assertThat(tree.names("")).isSorted().contains("table", "words").hasSize(7);
  }

  @Test
  void whatIsNotThereOrOfAnotherKindIsAReason() throws UnreadableFile {
    byte[] file =
        HdfFixture.of(
            hdf -> {
              hdf.putGroup("group").putDataset("text", "words");
              hdf.putDataset("cube", new double[2][2][2]);
              hdf.putAttribute("answer", 42);
              hdf.putAttribute("name", "H1");
            });
    HdfTree tree = HdfTree.open(file);

    assertThat(tree.text("group/text")).isEqualTo("words");
    assertThat(tree.text("group/none")).isNull();
    assertThat(tree.number("", "answer")).isEqualTo(42);
    assertThat(tree.text("", "name")).isEqualTo("H1");
    assertThat(tree.number("", "none")).isNull();
    assertThat(tree.has("group/text/deeper")).isFalse();
    assertThatThrownBy(() -> tree.numbers("none"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("the file has no none");
    assertThatThrownBy(() -> tree.numbers("group"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("group is no dataset");
    assertThatThrownBy(() -> tree.numbers("group/text"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("no numbers");
    assertThatThrownBy(() -> tree.numbers("cube"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("more than two dimensions");
    assertThatThrownBy(() -> tree.number("", "name"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("is no number");
    assertThatThrownBy(() -> tree.text("", "answer"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("is no text");
    assertThatThrownBy(() -> tree.names("group/text"))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("is no group");
  }

  @Test
  void moreThanAskedForIsRefusedBeforeItIsRead() throws UnreadableFile {
    HdfNumbers numbers = ramp(chunks(64).build());

    assertThatThrownBy(() -> numbers.all(999))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("x has more than 999 numbers");
    assertThatThrownBy(() -> numbers.rows(1, 1000)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A filter as a writer with other intentions applies it. */
  private record Forged(int id, UnaryOperator<byte[]> encoding) implements Filter {
    @Override
    public int getId() {
      return id;
    }

    @Override
    public String getName() {
      return "forged";
    }

    @Override
    public byte[] decode(byte[] data, int[] filterData) {
      return data;
    }

    @Override
    public byte[] encode(byte[] data, int[] filterData) {
      return encoding.apply(data);
    }
  }

  private static HdfNumbers forged(int id, UnaryOperator<byte[]> encoding) throws UnreadableFile {
    return ramp(chunks(1000).filter(new Forged(id, encoding)).build());
  }

  @Test
  void aChunkThatInflatesToMoreThanItsSizeIsABomb() throws UnreadableFile {
    HdfNumbers bomb =
        forged(1, data -> new DeflatePipelineFilter().encode(new byte[50_000_000], new int[] {9}));

    assertThatThrownBy(() -> bomb.all(1000))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("a chunk of x inflates to more than its size");
  }

  @Test
  void aChunkThatIsCutOrDamagedIsAReason() throws UnreadableFile {
    HdfNumbers cut =
        forged(
            1,
            data -> {
              byte[] packed = new DeflatePipelineFilter().encode(data, new int[] {9});
              return Arrays.copyOf(packed, packed.length / 2);
            });
    HdfNumbers text = forged(1, data -> "no deflate".getBytes(StandardCharsets.UTF_8));
    HdfNumbers small =
        forged(1, data -> new DeflatePipelineFilter().encode(new byte[8], new int[] {9}));
    HdfNumbers checksum = forged(3, data -> Arrays.copyOf(data, data.length + 4));

    assertThatThrownBy(() -> cut.all(1000)).hasMessage("a compressed chunk of x is cut short");
    assertThatThrownBy(() -> text.all(1000)).hasMessage("a compressed chunk of x is damaged");
    assertThatThrownBy(() -> small.all(1000))
        .hasMessage("a chunk of x has not the size that it should have");
    assertThatThrownBy(() -> checksum.all(1000))
        .hasMessage("a chunk of x differs from its checksum");
  }

  @Test
  void aChunkOfWhichTheWriterLeftTheCompressionOutIsReadAsItIs() throws UnreadableFile {
    assertThat(forged(1, data -> data).all(1000)).isEqualTo(RAMP);
  }

  @Test
  void anUnknownFilterIsAReason() {
    assertThatThrownBy(() -> forged(32001, data -> data))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("x is packed by a filter that is not read here");
  }

  @Test
  void whatIsNoHdf5IsAReason() {
    assertThatThrownBy(() -> HdfTree.open(new byte[0]))
        .isInstanceOf(UnreadableFile.class)
        .hasMessage("the file is no HDF5 file");
    assertThatThrownBy(() -> HdfTree.open("a page of errors".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableFile.class);
  }
}
