package org.rudolphine.transform.link;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rules that the settings name, those that write links before those that rest on them. */
public final class LinkRules {
  private final Map<String, LinkRule> rules;

  private LinkRules(Map<String, LinkRule> rules) {
    this.rules = rules;
  }

  /**
   * Makes each rule from its settings; {@code class} names the class.
   *
   * @throws IllegalArgumentException when a class is missing, is no rule, refuses its settings, or
   *     rests on a rule that is not there
   */
  public static LinkRules of(Collection<RuleSettings> settings) {
    Map<String, LinkRule> rules = new TreeMap<>();
    for (RuleSettings one : settings) {
      rules.put(one.id(), make(one));
    }
    for (LinkRule rule : rules.values()) {
      String basis = basis(rule);
      if (basis != null && !writesLinks(rules.get(basis))) {
        throw new IllegalArgumentException(
            "Rule " + rule.id() + " rests on " + basis + ", which writes no links");
      }
    }
    return new LinkRules(rules);
  }

  /** The rule that another rests on; null when it rests on none. */
  private static String basis(LinkRule rule) {
    if (rule instanceof PairRule pairs) {
      return pairs.basis();
    }
    return rule instanceof JointRule joint ? joint.basis() : null;
  }

  /** Rules that rest on others do not count: a rule may not rest on them. */
  private static boolean writesLinks(LinkRule rule) {
    return rule instanceof MatchRule || rule instanceof StatementRule;
  }

  private static LinkRule make(RuleSettings settings) {
    String name = settings.text("class");
    String setting = "link.rules." + settings.id() + ".class";
    try {
      return Class.forName(name)
          .asSubclass(LinkRule.class)
          .getConstructor(RuleSettings.class)
          .newInstance(settings);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalArgumentException(setting + " names no link rule: " + name, e);
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          setting + ": " + name + " has no public constructor that takes RuleSettings", e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
    }
  }

  public Set<String> ids() {
    return Set.copyOf(rules.keySet());
  }

  /** All rules, in the order in which they run. */
  public List<LinkRule> all() {
    return inOrder(rules.keySet());
  }

  /**
   * The named rules and those that rest on them, because they read or name links that may change;
   * in the order in which they run.
   *
   * @throws IllegalArgumentException for a name that no rule has
   */
  public List<LinkRule> withDependants(Collection<String> ids) {
    Set<String> wanted = new LinkedHashSet<>();
    for (String id : ids) {
      if (!rules.containsKey(id)) {
        throw new IllegalArgumentException(
            "No link rule is called " + id + "; there are " + String.join(", ", rules.keySet()));
      }
      wanted.add(id);
    }
    for (LinkRule rule : rules.values()) {
      if (basis(rule) != null && wanted.contains(basis(rule))) {
        wanted.add(rule.id());
      }
    }
    return inOrder(wanted);
  }

  private List<LinkRule> inOrder(Collection<String> ids) {
    List<LinkRule> ordered = new ArrayList<>();
    for (String id : ids) {
      ordered.add(rules.get(id));
    }
    ordered.sort(
        Comparator.comparing((LinkRule rule) -> basis(rule) != null).thenComparing(LinkRule::id));
    return List.copyOf(ordered);
  }

  @Override
  public String toString() {
    return rules.keySet().stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
