package org.rudolphine.transform.hdf;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A dataset of numbers with at most two dimensions, of which some rows are read at a time: nothing
 * of the size that the file states is reserved before it was looked at, and no more is inflated
 * than the chunks that hold the rows. Not for several threads at once.
 */
public final class HdfNumbers {
  private static final int MOST_CHUNK_BYTES = 64 << 20;

  private final String path;
  private final Dataset dataset;
  private final int rows;
  private final int columns;
  private final DataType type;
  private final int elementBytes;
  private final ChunkFilters filters;
  private final int chunkRows;
  private final int chunkColumns;
  private int[] lastOffset;
  private byte[] lastChunk;

  private HdfNumbers(String path, Dataset dataset, int[] shape, ChunkFilters filters, int[] chunk) {
    this.path = path;
    this.dataset = dataset;
    this.rows = shape[0];
    this.columns = shape[1];
    this.type = dataset.getDataType();
    this.elementBytes = type.getSize();
    this.filters = filters;
    this.chunkRows = chunk[0];
    this.chunkColumns = chunk[1];
  }

  static HdfNumbers of(String path, Dataset dataset) throws UnreadableFile {
    checkType(path, dataset.getDataType());
    int[] shape = twoDimensional(path, dataset.getDimensionsAsLong());
    if (!(dataset instanceof ChunkedDataset chunked)) {
      return new HdfNumbers(path, dataset, shape, null, shape);
    }
    int[] stated = chunked.getChunkDimensions();
    int[] chunk =
        twoDimensional(path + " in chunks", Arrays.stream(stated).asLongStream().toArray());
    long bytes = (long) chunk[0] * chunk[1] * dataset.getDataType().getSize();
    if (stated.length != dataset.getDimensionsAsLong().length || bytes < 1) {
      throw new UnreadableFile(path + " has chunks of another shape");
    }
    if (bytes > MOST_CHUNK_BYTES) {
      throw new UnreadableFile(path + " has chunks of more than " + MOST_CHUNK_BYTES + " bytes");
    }
    ChunkFilters filters = ChunkFilters.of(path, filters(path, chunked), (int) bytes);
    return new HdfNumbers(path, dataset, shape, filters, chunk);
  }

  private static List<PipelineFilterWithData> filters(String path, ChunkedDataset dataset)
      throws UnreadableFile {
    try {
      return dataset.getFilters();
    } catch (HdfFilterException e) {
      throw new UnreadableFile(path + " is packed by a filter that is not read here", e);
    }
  }

  private static void checkType(String path, DataType type) throws UnreadableFile {
    int size = type.getSize();
    boolean real = type instanceof FloatingPoint && (size == 4 || size == 8);
    boolean whole =
        type instanceof FixedPoint && (size == 1 || size == 2 || size == 4 || size == 8);
    if (!real && !whole) {
      throw new UnreadableFile(path + " holds no numbers of a usual kind");
    }
  }

  /** Rows and columns; a scalar is one row, a single dimension one column. */
  private static int[] twoDimensional(String path, long[] dimensions) throws UnreadableFile {
    if (dimensions.length > 2) {
      throw new UnreadableFile(path + " has more than two dimensions");
    }
    long rows = dimensions.length == 0 ? 1 : dimensions[0];
    long columns = dimensions.length < 2 ? 1 : dimensions[1];
    if (rows < 0 || columns < 0 || rows > Integer.MAX_VALUE || columns > Integer.MAX_VALUE) {
      throw new UnreadableFile(path + " has dimensions beyond all measure");
    }
    return new int[] {(int) rows, (int) columns};
  }

  /** Length of the first dimension, or 1 of a scalar. */
  public int rows() {
    return rows;
  }

  /** Length of the second dimension, or 1 where there is none. */
  public int columns() {
    return columns;
  }

  /**
   * All numbers, row by row.
   *
   * @param most numbers to take
   */
  public double[] all(int most) throws UnreadableFile {
    if ((long) rows * columns > most) {
      throw new UnreadableFile(path + " has more than " + most + " numbers");
    }
    return rows(0, rows);
  }

  /**
   * Some rows, one after the other.
   *
   * @param from first row
   * @param count number of rows; all of them exist
   */
  public double[] rows(int from, int count) throws UnreadableFile {
    if (from < 0 || count < 0 || from > rows - count) {
      throw new IllegalArgumentException(path + " has not rows " + from + " + " + count);
    }
    double[] values = new double[Math.toIntExact((long) count * columns)];
    if (values.length > 0) {
      HdfTree.guarded(
          "a part of " + path + " is missing or damaged",
          () -> {
            if (filters == null) {
              copy(whole(), 0, rows, 0, columns, from, values);
            } else {
              copyChunks(from, count, values);
            }
            return null;
          });
    }
    return values;
  }

  private ByteBuffer whole() throws UnreadableFile {
    ByteBuffer data = ((DatasetBase) dataset).getDataBuffer();
    if (data.remaining() < (long) rows * columns * elementBytes) {
      throw new UnreadableFile(path + " is cut short");
    }
    return data;
  }

  private void copyChunks(int from, int count, double[] values) throws UnreadableFile {
    boolean flat = dataset.getDimensionsAsLong().length == 1;
    for (long row = from - from % chunkRows; row < from + count; row += chunkRows) {
      for (long column = 0; column < columns; column += chunkColumns) {
        int[] offset = flat ? new int[] {(int) row} : new int[] {(int) row, (int) column};
        ByteBuffer chunk = ByteBuffer.wrap(decoded(offset));
        copy(chunk, (int) row, chunkRows, (int) column, chunkColumns, from, values);
      }
    }
  }

  /** Who reads on where it ended before asks for the same chunk again. */
  private byte[] decoded(int[] offset) throws UnreadableFile {
    if (!Arrays.equals(offset, lastOffset)) {
      lastChunk = filters.decode(((ChunkedDataset) dataset).getRawChunkBuffer(offset));
      lastOffset = offset;
    }
    return lastChunk;
  }

  /**
   * Copies what a block of the dataset has of the wanted rows.
   *
   * @param block its elements, row by row
   * @param top its first row
   * @param height its rows; those below the dataset's last do not count
   * @param left its first column
   * @param width its columns
   * @param from first wanted row
   * @param values wanted rows
   */
  private void copy(
      ByteBuffer block, int top, int height, int left, int width, int from, double[] values) {
    block.order(((OrderedDataType) type).getByteOrder());
    int wanted = values.length / columns;
    int first = Math.max(top, from);
    long end = Math.min(Math.min((long) top + height, rows), (long) from + wanted);
    int across = Math.min(width, columns - left);
    for (int row = first; row < end; row++) {
      int source = (row - top) * width * elementBytes;
      int target = (row - from) * columns + left;
      for (int column = 0; column < across; column++) {
        values[target + column] = number(block, source + column * elementBytes);
      }
    }
  }

  private double number(ByteBuffer block, int at) {
    if (type instanceof FloatingPoint) {
      return elementBytes == 4 ? block.getFloat(at) : block.getDouble(at);
    }
    boolean signed = ((FixedPoint) type).isSigned();
    return switch (elementBytes) {
      case 1 -> signed ? block.get(at) : block.get(at) & 0xff;
      case 2 -> signed ? block.getShort(at) : block.getShort(at) & 0xffff;
      case 4 -> signed ? block.getInt(at) : block.getInt(at) & 0xffff_ffffL;
      default -> block.getLong(at);
    };
  }
}
