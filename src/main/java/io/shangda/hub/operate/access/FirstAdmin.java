package io.shangda.hub.operate.access;

import io.quarkus.runtime.StartupEvent;
import io.shangda.hub.record.Actor;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes the user {@code admin} when there is no user yet. Its password is {@code
 * SHANGDA_ADMIN_PASSWORD}, or a random one in {@code data/initial-admin-password}: there is no
 * default password.
 */
@ApplicationScoped
class FirstAdmin {
  static final String NAME = "admin";
  private static final Logger LOG = Logger.getLogger(FirstAdmin.class);

  private final Users users;
  private final Optional<String> chosen;
  private final Path file;

  FirstAdmin(
      Users users,
      @ConfigProperty(name = "shangda.admin.password") Optional<String> chosen,
      @ConfigProperty(name = "shangda.data", defaultValue = "data") Path data) {
    this.users = users;
    this.chosen = chosen;
    this.file = data.resolve("initial-admin-password");
  }

  void onStart(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent start) {
    if (!users.all().isEmpty()) {
      return;
    }
    chosen.ifPresent(FirstAdmin::requireGood);
    String password = chosen.orElseGet(new Passwords()::random);
    Account account =
        new Account(NAME, Set.of(Role.ADMIN, Role.SECURITY, Role.AUDITOR), true, null);
    Users.Change change =
        users.create(account, password, new Actor("hub", "The hub had no user yet"));
    if (change instanceof Users.Change.Done && chosen.isEmpty()) {
      new PrivateFile(file).write(password);
      tell(password);
    }
  }

  private static void requireGood(String password) {
    Passwords.fault(NAME, password)
        .ifPresent(
            fault -> {
              throw new IllegalStateException(
                  "SHANGDA_ADMIN_PASSWORD is not good enough: "
                      + fault
                      + ". Set another, or none, and the hub makes one.");
            });
  }

  /** A log may be kept and read by others, so the password itself goes to a terminal only. */
  private void tell(String password) {
    LOG.infof(
        "The first user is '%s'; its password is in %s. Change it and delete the file.",
        NAME, file.toAbsolutePath());
    Console terminal = System.console();
    if (terminal != null) {
      terminal.printf("%n  First user: %s   Password: %s%n%n", NAME, password);
    }
  }
}
