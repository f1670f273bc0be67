package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a dataset's title tells of it. Missing parts are null.
 *
 * @param process physics process of a simulation, or primary dataset of data
 * @param campaign reconstruction of data or production of simulation, without version
 * @param tier data tier in capitals
 * @param selection event selection that tells it from its siblings
 */
record CernDatasetName(String process, String campaign, String tier, String selection) {
  private static final CernDatasetName NOTHING = new CernDatasetName(null, null, null, null);

  /** CMS: {@code /<process or primary dataset>/<campaign>-<conditions>-v<n>/<TIER>}. */
  private static final Pattern CMS = Pattern.compile("/([^/\\s]+)/([^/\\s]+)/([A-Z0-9-]+)");

  private static final Pattern CMS_RUN =
      Pattern.compile("(?:(?:HI)?Run20\\d\\d[A-Z]?|Commissioning\\d\\d)(?:-(.+))?");
  private static final Pattern VERSION = Pattern.compile("(?:^|-)v\\d+$");

  /** The same campaign is written with either separator after this part. */
  private static final Pattern LOOSE_SEPARATOR = Pattern.compile("(?<=_DR42)_");

  /** Datasets that are derived from CMS ones keep the name of the process in a sentence. */
  private static final Pattern CMS_DERIVED =
      Pattern.compile("(?:Run20\\d\\d[A-Z]+_)?(\\S+) dataset in .*NanoAOD.*");

  /** DELPHI data: stream, year, letter and fix of the processing ({@code short94_c2}). */
  private static final Pattern DELPHI_DATA =
      Pattern.compile(
          "DELPHI collision data ([a-z]+?)(?:(\\d\\d)[a-z]?)?(?:_e\\d{3})?(?:_([a-z]\\d?))?");

  /**
   * DELPHI simulation: length, process, laboratory with year, trigger setting, letter and fix of
   * the processing whose reconstruction it has ({@code sh_kk2f4146tthl_e91.25_c94_2l_c2}).
   */
  private static final Pattern DELPHI_SIMULATION =
      Pattern.compile(
          "DELPHI simulation data [a-z]+_(\\S+)_[a-z]{1,3}(\\d\\d)_\\d?[a-z]?_([a-z]\\d?)");

  /** ATLAS: a release's children differ by event selection, named at the end of their titles. */
  private static final Pattern ATLAS_SKIM =
      Pattern.compile("ATLAS ROOT ntuple format .*,\\s*(\\S+) skim");

  private static final Pattern ATLAS_COLLECTION =
      Pattern.compile("ATLAS 13 TeV samples collection (.+?), for \\d{4} Open Data release");

  private static final Pattern TIER =
      Pattern.compile(
          "(?:mini|nano)?aod(?:sim)?(?:-.+)?|reco|raw|rawd|gen-sim(?:-.+)?|premix|fevtdebughlt|dsto?"
              + "|mdst|x?short|long|daod_.+|hepmc",
          Pattern.CASE_INSENSITIVE);

  static CernDatasetName of(String title, List<String> formats) {
    CernDatasetName name = title == null ? NOTHING : read(title);
    return name.tier != null ? name : name.withTier(tier(formats));
  }

  private static CernDatasetName read(String title) {
    Matcher cms = CMS.matcher(title);
    if (cms.matches()) {
      return new CernDatasetName(cms.group(1), cmsCampaign(cms), cms.group(3), null);
    }
    Matcher derived = CMS_DERIVED.matcher(title);
    if (derived.matches()) {
      return new CernDatasetName(derived.group(1), null, null, null);
    }
    for (Pattern pattern : List.of(DELPHI_DATA, DELPHI_SIMULATION)) {
      Matcher delphi = pattern.matcher(title);
      if (delphi.matches()) {
        boolean processed = delphi.group(2) != null && delphi.group(3) != null;
        String campaign = processed ? delphi.group(2) + delphi.group(3) : null;
        return new CernDatasetName(delphi.group(1), campaign, null, null);
      }
    }
    for (Pattern pattern : List.of(ATLAS_SKIM, ATLAS_COLLECTION)) {
      Matcher atlas = pattern.matcher(title);
      if (atlas.matches()) {
        return new CernDatasetName(null, null, null, atlas.group(1));
      }
    }
    return NOTHING;
  }

  private static String cmsCampaign(Matcher cms) {
    String tier = cms.group(3);
    if (tier.equals("USER")) {
      return null; // made by one person, not by a campaign
    }
    String name = VERSION.matcher(cms.group(2)).replaceFirst("");
    Matcher run = CMS_RUN.matcher(name);
    if (!tier.contains("SIM") && run.matches()) {
      return run.group(1);
    }
    return name.isEmpty() ? null : LOOSE_SEPARATOR.matcher(name).replaceFirst("-");
  }

  private static String tier(List<String> formats) {
    return formats.stream()
        .filter(format -> TIER.matcher(format).matches())
        .map(format -> format.toUpperCase(Locale.ROOT))
        .findFirst()
        .orElse(null);
  }

  private CernDatasetName withTier(String other) {
    return new CernDatasetName(process, campaign, other, selection);
  }
}
