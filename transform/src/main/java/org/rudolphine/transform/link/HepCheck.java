package org.rudolphine.transform.link;

/** What else speaks for or against two datasets of equal conditions. None of it excludes a pair. */
enum HepCheck {
  TIER {
    @Override
    Boolean agrees(HepSample data, HepSample simulation) {
      return data.tier() == null || simulation.tier() == null
          ? null
          : data.tier().equals(simulation.tier());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "tier "
          + data.record().tier()
          + " of data, "
          + simulation.record().tier()
          + " of simulation";
    }
  },
  CAMPAIGN {
    @Override
    Boolean agrees(HepSample data, HepSample simulation) {
      return data.reconstruction() == null || simulation.reconstruction() == null
          ? null
          : data.reconstruction().contains(simulation.reconstruction());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "data are "
          + data.reconstruction()
          + ", the simulation's campaign was made for "
          + simulation.reconstruction();
    }
  },
  PROCESSING {
    @Override
    Boolean agrees(HepSample data, HepSample simulation) {
      return data.processing() == null || simulation.processing() == null
          ? null
          : data.processing().equals(simulation.processing());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "processing "
          + data.processing()
          + " of data, "
          + simulation.processing()
          + " of simulation";
    }
  },
  CORRESPONDENCE {
    @Override
    Boolean agrees(HepSample data, HepSample simulation) {
      return simulation.record().partnerYears().isEmpty()
          ? null
          : simulation.record().partnerYears().stream().anyMatch(data.record().years()::contains);
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "the simulation's text says that it corresponds to data of "
          + HepEvidence.list(simulation.record().partnerYears());
    }
  },
  RELEASE {
    @Override
    Boolean agrees(HepSample data, HepSample simulation) {
      String left = data.record().releaseFamily();
      String right = simulation.record().releaseFamily();
      return left == null || right == null ? null : left.equals(right);
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "recommended release "
          + data.record().releaseFamily()
          + " of data, "
          + simulation.record().releaseFamily()
          + " of simulation";
    }
  };

  /** Whether the two agree; null when one side does not say. */
  abstract Boolean agrees(HepSample data, HepSample simulation);

  /** What both sides say, for a check that could be made. */
  abstract String text(HepSample data, HepSample simulation);
}
