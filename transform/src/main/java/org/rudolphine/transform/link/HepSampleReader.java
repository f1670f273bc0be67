package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads records as the rule for equal conditions compares them, with the settings' tables.
 *
 * @param campaigns which data each simulation campaign was made for
 * @param finalStates what triggers ask for and processes give
 * @param energies points of energy within a year
 * @param singleProductions tiers of which one production was released
 */
record HepSampleReader(
    HepCampaigns campaigns,
    HepFinalStates finalStates,
    HepRunEnergies energies,
    List<Pattern> singleProductions)
    implements Serializable {
  private static final String DELPHI = "DELPHI";

  /** {@code FT_53_LV5_AN1}, {@code START53_LV6A1}, {@code 106X_mcRun2}; V42 is a version. */
  private static final Pattern TAG_FAMILY = Pattern.compile("(?<![V\\d])(\\d{2,3})X?_");

  private static final Pattern FORMAT = Pattern.compile("^ATLAS (ROOT ntuple) format ");

  HepSampleReader {
    singleProductions = List.copyOf(singleProductions);
  }

  /** Reads its settings; fails with the path of one that has another form. */
  static HepSampleReader of(RuleSettings settings) {
    String rule = "link.rules." + settings.id();
    return new HepSampleReader(
        new HepCampaigns(rule + ".campaigns", settings.texts("campaigns")),
        new HepFinalStates(rule, settings.texts("primary-datasets"), settings.texts("processes")),
        new HepRunEnergies(
            rule + ".run-energies",
            settings.texts("run-energies"),
            settings.positive("energy-tolerance-gev")),
        settings.texts("single-productions").stream().map(Pattern::compile).toList());
  }

  HepSample data(HepRecord record) {
    boolean tagged = tagged(record);
    String tier = dataTier(record);
    String production = tagged ? null : HepCampaigns.name(record);
    return new HepSample(
        record,
        tier,
        single(tier),
        tagged ? record.campaign() : null,
        production,
        production == null ? null : production.replaceFirst("-.*", "").intern(),
        null,
        null,
        HepAgreement.UNKNOWN,
        tagFamily(record.globalTag()),
        energies.of(record),
        finalStates.ofData(record));
  }

  HepSample simulation(HepRecord record) {
    boolean tagged = tagged(record);
    HepCampaign campaign = tagged ? null : campaigns.of(record);
    String name = HepCampaigns.name(record);
    String pileUp = campaign == null ? null : campaign.scenario(name).intern();
    Double energy = HepRunEnergies.named(record.title());
    String tier = simulationTier(record);
    return new HepSample(
        record,
        tier,
        single(tier),
        tagged ? record.campaign() : null,
        tagged ? null : name,
        null,
        campaign,
        pileUp,
        campaign == null
            ? HepAgreement.UNKNOWN
            : HepAgreement.of(campaign.pileUp().matcher(pileUp).matches()),
        tagFamily(conditionsTag(record, name)),
        energy == null ? List.of() : List.of(energy),
        finalStates.ofSimulation(record));
  }

  /** The tier of data; where there is none, the format and the software that it is read with. */
  static String dataTier(HepRecord record) {
    return record.tier() == null ? format(record) : record.tier().toUpperCase(Locale.ROOT).intern();
  }

  /**
   * AOD for AODSIM, NANOAOD-POET for NANOAODSIM-POET; RECO for the private simulations of 2010; the
   * same tier where simulations have no tiers of their own (DELPHI, ATLAS).
   */
  static String simulationTier(HepRecord record) {
    if (record.tier() == null) {
      return format(record);
    }
    String tier = record.tier().toUpperCase(Locale.ROOT);
    return tier.equals("USER") || tier.equals("GEN-SIM-RECO")
        ? "RECO"
        : tier.replaceFirst("SIM", "").intern();
  }

  /** {@code ROOT ntuple}, {@code root for ATLAS Software for 2016 open data release - V1.1}. */
  private static String format(HepRecord record) {
    Matcher named = FORMAT.matcher(record.title());
    if (named.find()) {
      return named.group(1).intern();
    }
    return record.formats().size() == 1 && record.release() != null
        ? (record.formats().get(0) + " for " + record.release()).intern()
        : null;
  }

  /** DELPHI's campaigns are tags that must be equal; elsewhere a map of campaigns is needed. */
  private static boolean tagged(HepRecord record) {
    return record.experiments().contains(DELPHI);
  }

  /** The recommended tag, else the one that the name ends with. */
  private static String conditionsTag(HepRecord simulation, String name) {
    return simulation.globalTag() != null || name == null
        ? simulation.globalTag()
        : HepCampaign.conditionsTag(name);
  }

  private boolean single(String tier) {
    return tier != null
        && singleProductions.stream().anyMatch(pattern -> pattern.matcher(tier).matches());
  }

  private static String tagFamily(String tag) {
    Matcher found = TAG_FAMILY.matcher(tag == null ? "" : tag);
    return found.find() ? found.group(1).intern() : null;
  }
}
