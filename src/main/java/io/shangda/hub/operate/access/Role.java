package io.shangda.hub.operate.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a user may do. The last two stand apart from the others on purpose: who administers users
 * and who reads the evidence can be other persons than who runs the hub.
 */
public enum Role {
  /** Sees everything but evidence and users. */
  VIEWER,
  /** Viewer; pulls, pauses, releases, replays, starts and stops routes. */
  OPERATOR,
  /** Operator; reprocesses and purges content, and applies configurations. */
  ADMIN,
  /** Users and tokens, nothing else. */
  SECURITY,
  /** Viewer; reads the evidence, changes nothing. */
  AUDITOR;

  /** The word in the database and in annotations. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException naming the roles there are
   */
  public static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + word
                        + "' is no role; there are viewer, operator, admin, security and auditor"));
  }

  /** The words of these roles and of those they include. */
  static Set<String> granted(Set<Role> roles) {
    return roles.stream()
        .flatMap(role -> role.withIncluded().stream())
        .map(Role::word)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Role> withIncluded() {
    return switch (this) {
      case VIEWER, SECURITY -> EnumSet.of(this);
      case OPERATOR, AUDITOR -> EnumSet.of(this, VIEWER);
      case ADMIN -> EnumSet.of(this, OPERATOR, VIEWER);
    };
  }
}
