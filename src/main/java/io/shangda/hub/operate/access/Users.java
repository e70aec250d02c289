package io.shangda.hub.operate.access;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The hub's users; every change is an audit event in the same transaction. */
@ApplicationScoped
public class Users {
  private static final String SELECT = "select name, roles, active, created_at from hub_user";
  private static final String BY_NAME =
      " where lower(name) = lower(?) order by case when name = ? then 0 else 1 end";

  private final Database database;
  private final AuditLog audit;
  private final Passwords passwords = new Passwords();

  Users(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** What a change of a user came to. */
  public sealed interface Change {
    record Done(Account account) implements Change {}

    record Unknown() implements Change {}

    record Refused(String why) implements Change {}
  }

  public List<Account> all() {
    return database.read(c -> Sql.list(c, SELECT + " order by name", Users::account));
  }

  /** A user by his name, however it is written; exactly this one if two differ in case only. */
  public Optional<Account> find(String name) {
    return database.read(c -> Sql.list(c, SELECT + BY_NAME, Users::account, name, name)).stream()
        .findFirst();
  }

  Optional<String> storedPassword(String name) {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    "select password from hub_user where name = ?",
                    row -> row.getString(1),
                    name))
        .stream()
        .findFirst();
  }

  /**
   * @throws IllegalArgumentException if the password is not good enough
   */
  public Change create(Account account, String password, Actor actor) {
    Passwords.requireGood(account.name(), password);
    String stored = passwords.store(password);
    return database.inTransaction(
        c -> {
          // All rows are locked, or two names that differ in case only could come at once.
          for (Account known : Sql.list(c, SELECT + " order by name for update", Users::account)) {
            if (known.name().equalsIgnoreCase(account.name())) {
              return new Change.Refused("There is a user '" + known.name() + "' already");
            }
          }
          Sql.update(
              c,
              "insert into hub_user (name, password, roles, active) values (?, ?, ?, ?)",
              account.name(),
              stored,
              account.rolesText(),
              account.active());
          record(c, "user-created", account, actor);
          return new Change.Done(account);
        });
  }

  /** Changes roles and activity; the last active user of role security stays as it is. */
  public Change change(Account account, Actor actor) {
    return database.inTransaction(
        c -> {
          Account before = lock(c, account.name());
          if (before == null) {
            return new Change.Unknown();
          }
          if (isOwnRoles(before, account, actor)) {
            return new Change.Refused(
                "Nobody changes his own roles; ask another user of role security");
          }
          boolean keepsSecurity = account.active() && account.roles().contains(Role.SECURITY);
          if (!keepsSecurity && isLastOfSecurity(c, account.name())) {
            return lastOfSecurity(account.name());
          }
          Sql.update(
              c,
              "update hub_user set roles = ?, active = ? where name = ?",
              account.rolesText(),
              account.active(),
              account.name());
          if (!account.active()) {
            Sessions.endAll(c, account.name());
          }
          record(c, "user-changed", account, actor);
          return new Change.Done(account);
        });
  }

  /**
   * @throws IllegalArgumentException if the password is not good enough
   */
  public Change changePassword(String name, String password, Actor actor) {
    Passwords.requireGood(name, password);
    String stored = passwords.store(password);
    return database.inTransaction(
        c -> {
          Account account = lock(c, name);
          if (account == null) {
            return new Change.Unknown();
          }
          Sql.update(c, "update hub_user set password = ? where name = ?", stored, name);
          Sessions.endAll(c, name);
          record(c, "user-password-changed", account, actor);
          return new Change.Done(account);
        });
  }

  /** Deletes a user with its tokens; its name stays in the audit events. */
  public Change delete(String name, Actor actor) {
    return database.inTransaction(
        c -> {
          Account account = lock(c, name);
          if (account == null) {
            return new Change.Unknown();
          }
          if (isLastOfSecurity(c, name)) {
            return lastOfSecurity(name);
          }
          Sql.update(c, "delete from api_token where user_name = ?", name);
          Sessions.endAll(c, name);
          Sql.update(c, "delete from hub_user where name = ?", name);
          record(c, "user-deleted", account, actor);
          return new Change.Done(account);
        });
  }

  private static boolean isOwnRoles(Account before, Account after, Actor actor) {
    return actor.name().equals(before.name()) && !before.roles().equals(after.roles());
  }

  private static Change lastOfSecurity(String name) {
    return new Change.Refused(
        "'"
            + name
            + "' is the last active user of role security; give the role to another user first,"
            + " or nobody could administer users any more");
  }

  private static @Nullable Account lock(Connection c, String name) throws SQLException {
    return Sql.first(c, SELECT + " where name = ? for update", Users::account, name);
  }

  private static boolean isLastOfSecurity(Connection c, String name) throws SQLException {
    // All rows are locked, so that two persons cannot take the role from each other at once.
    List<Account> all = Sql.list(c, SELECT + " order by name for update", Users::account);
    List<String> security =
        all.stream()
            .filter(Account::active)
            .filter(account -> account.roles().contains(Role.SECURITY))
            .map(Account::name)
            .toList();
    return security.equals(List.of(name));
  }

  private void record(Connection c, String event, Account account, Actor actor)
      throws SQLException {
    Map<String, Object> detail =
        new TreeMap<>(
            Map.of(
                "user", account.name(), "roles", account.rolesText(), "active", account.active()));
    audit.append(c, List.of(new AuditLog.Event(event, null, "", "", actor, detail)));
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getString("name"),
        Account.roles(row.getString("roles")),
        row.getBoolean("active"),
        Sql.instant(row, "created_at"));
  }
}
