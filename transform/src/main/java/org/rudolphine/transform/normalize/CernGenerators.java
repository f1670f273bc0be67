package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of event generators in one spelling; the records write them as their authors pleased. */
final class CernGenerators {
  /** Longest first where one is the start of another. A bare PYTHIA does not tell its version. */
  private static final List<Map.Entry<Pattern, String>> SPELLINGS =
      List.of(
          spelling("pythia\\W?6.*", "pythia6"),
          spelling("pythia\\W?8.*", "pythia8"),
          spelling("evtgen.*", "evtgen"),
          spelling("powheg.*", "powheg"),
          spelling("(?:madgraph5?[_ ]?)?amc(?:@|at)nlo.*", "madgraph5_amcatnlo"),
          spelling("(?:madgraph|mg[45]).*", "madgraph"),
          spelling("madspin.*", "madspin"),
          spelling("jhu(?:gen)?.*", "jhugen"),
          spelling("herwig(?:\\+\\+|pp).*", "herwig++"),
          spelling("herwig\\W?6.*", "herwig6"),
          spelling("herwig\\W?7.*", "herwig7"),
          spelling("gg2vv.*", "gg2vv"),
          spelling("sherpa.*", "sherpa"),
          spelling("mcfm.*", "mcfm"),
          spelling("vbfnlo.*", "vbfnlo"),
          spelling("tauola.*", "tauola"));

  private CernGenerators() {}

  private static Map.Entry<Pattern, String> spelling(String pattern, String name) {
    return Map.entry(Pattern.compile(pattern), name);
  }

  /** Each generator once, sorted; one without an entry keeps its name in lower case. */
  static Set<String> names(List<String> given) {
    Set<String> names = new TreeSet<>();
    given.forEach(name -> names.add(name(name)));
    return names;
  }

  private static String name(String given) {
    String lower = given.strip().toLowerCase(Locale.ROOT);
    return SPELLINGS.stream()
        .filter(spelling -> spelling.getKey().matcher(lower).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(lower);
  }
}
