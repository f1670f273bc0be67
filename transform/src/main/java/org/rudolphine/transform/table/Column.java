package org.rudolphine.transform.table;

import java.util.Objects;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * One column as its schema resource describes it.
 *
 * @param name snake_case, with the unit as suffix where it has one
 * @param type Spark type
 * @param unit {@code 1} for dimensionless numbers, empty for what is not a number
 * @param nullable whether a row may lack it
 * @param description one sentence for people who query the table
 * @param example a typical value as text
 */
public record Column(
    String name, DataType type, String unit, boolean nullable, String description, String example) {

  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(example, "example");
  }

  /** Whether it holds numbers, alone or in an array, and so must state a unit. */
  public boolean numeric() {
    DataType inner = type instanceof ArrayType array ? array.elementType() : type;
    return inner instanceof NumericType;
  }
}
