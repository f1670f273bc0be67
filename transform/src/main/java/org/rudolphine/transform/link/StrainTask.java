package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;

/**
 * One event to be filtered with one waveform.
 *
 * @param index place in the list of tasks
 * @param event the event
 * @param waveform the waveform
 * @param parameters its simulation's place in the event's list by parameters; null when it has none
 * @param simulation what is known of its simulation; null when nothing is
 * @param detectorMass detector-frame total mass of the event with the interval of its draws
 * @param refused detectors that were left out before, as sentences
 */
record StrainTask(
    int index,
    StrainEvent event,
    StrainWaveform waveform,
    Parameters parameters,
    Simulation simulation,
    Measured detectorMass,
    List<String> refused)
    implements Serializable {

  StrainTask {
    refused = List.copyOf(refused);
  }

  /** Whether the catalog of its simulation has withdrawn it. */
  boolean isDeprecated() {
    return simulation != null && simulation.deprecated();
  }

  /**
   * What a rule that compares parameters said about event and simulation.
   *
   * @param rule its id
   * @param rank place in its list
   * @param score score there
   * @param accepted whether it stands by the link
   */
  record Parameters(String rule, int rank, double score, boolean accepted)
      implements Serializable {}

  /**
   * What is known of a simulation.
   *
   * @param referenceTime time after which its waveform is free of the initial data's radiation, in
   *     units of its mass; null when it is not given
   * @param deprecated whether its catalog has withdrawn it
   */
  record Simulation(Double referenceTime, boolean deprecated) implements Serializable {}
}
