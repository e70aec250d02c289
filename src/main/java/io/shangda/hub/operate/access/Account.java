package io.shangda.hub.operate.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A person or program that may log in.
 *
 * @param active false shuts out at once, sessions and tokens included
 * @param createdAt null before it is stored
 */
public record Account(String name, Set<Role> roles, boolean active, @Nullable Instant createdAt) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,100}");

  public Account {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no user name: expected 1 to 100 letters, digits, '.', '_', '@' or '-'");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("User '" + name + "' needs at least one role");
    }
    roles = Set.copyOf(roles);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static Set<Role> roles(String text) {
    return Arrays.stream(text.split(",")).map(Role::of).collect(Collectors.toSet());
  }

  String rolesText() {
    return roles.stream().map(Role::word).collect(Collectors.toCollection(TreeSet::new)).stream()
        .collect(Collectors.joining(","));
  }
}
