package org.rudolphine.transform.link;

import java.util.List;
import org.apache.spark.sql.Row;

/** Collision data and simulations, which lie in one table. */
sealed interface HepSide extends Side<HepSample> {

  @Override
  default String table() {
    return HepRecord.TABLE;
  }

  @Override
  default List<String> columns() {
    return HepRecord.COLUMNS;
  }

  @Override
  default List<String> blocks(Row row) {
    HepRecord record = HepRecord.read(row);
    return unknown(record) == null ? blocks(record) : List.of();
  }

  /** Blocks of a record whose conditions are known. */
  List<String> blocks(HepRecord record);

  @Override
  default String refusal(Row row) {
    HepRecord record = HepRecord.read(row);
    String refusal = HepPartners.refusal(record);
    return refusal == null ? unknown(record) : refusal;
  }

  /** Which condition is unknown, as a reason; null when all are known. */
  private static String unknown(HepRecord record) {
    if (record.experiments().isEmpty()) {
      return "no experiment is stated";
    }
    if (record.collisionType() == null) {
      return "no colliding beams are stated, neither by the record nor by a parent in the table";
    }
    if (!record.hasEnergy() || !(record.energyLow() > 0)) {
      return "no energy is stated, neither by the record nor by a parent in the table";
    }
    return record.years().isEmpty()
        ? "no year is stated, neither by the record nor by a parent in the table"
        : null;
  }

  /** All that is no simulation: also what takes no part, so that it has its reason once. */
  record Data(HepSampleReader reader) implements HepSide {
    private static final List<String> DISPLAYS = List.of("ig");

    @Override
    public boolean holds(Row row) {
      return !HepRecord.SIMULATION.equals(row.getAs("side"));
    }

    @Override
    public String refusal(Row row) {
      String refusal = HepSide.super.refusal(row);
      return refusal == null && HepRecord.read(row).formats().equals(DISPLAYS)
          ? "an event display file: single events to look at"
          : refusal;
    }

    @Override
    public List<String> blocks(HepRecord record) {
      return HepBlocks.ofData(record);
    }

    @Override
    public HepSample read(Row row) {
      return reader.data(HepRecord.read(row));
    }
  }

  record Simulation(HepSampleReader reader) implements HepSide {
    @Override
    public boolean holds(Row row) {
      return HepRecord.SIMULATION.equals(row.getAs("side"));
    }

    @Override
    public String refusal(Row row) {
      String refusal = HepSide.super.refusal(row);
      if (refusal != null) {
        return refusal;
      }
      HepCampaign campaign = reader.campaigns().of(HepRecord.read(row));
      return campaign == null || campaign.hasPartner()
          ? null
          : "campaign " + campaign.prefix() + " was not made for any released collision data";
    }

    @Override
    public List<String> blocks(HepRecord record) {
      return HepBlocks.ofSimulation(record);
    }

    @Override
    public HepSample read(Row row) {
      return reader.simulation(HepRecord.read(row));
    }
  }
}
