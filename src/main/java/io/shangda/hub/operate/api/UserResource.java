package io.shangda.hub.operate.api;

import io.shangda.hub.operate.access.Account;
import io.shangda.hub.operate.access.Role;
import io.shangda.hub.operate.access.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/users")
@Tag(name = "users")
@RolesAllowed("security")
public class UserResource {
  private final Users users;
  private final Caller caller;

  UserResource(Users users, Caller caller) {
    this.users = users;
    this.caller = caller;
  }

  /** A user as it is shown. */
  record User(String name, Set<String> roles, boolean active, @Nullable Instant createdAt) {
    static User of(Account account) {
      Set<String> roles =
          account.roles().stream().map(Role::word).collect(Collectors.toCollection(TreeSet::new));
      return new User(account.name(), roles, account.active(), account.createdAt());
    }
  }

  /**
   * A user as it shall be.
   *
   * @param name only for a new one
   * @param password needed for a new one; otherwise null keeps the old
   * @param roles viewer, operator, admin, security, auditor
   * @param active default true
   */
  @Schema(
      example =
          "{\"name\": \"zhang.san\", \"password\": \"…\", \"roles\": [\"operator\"],"
              + " \"reason\": \"New colleague on duty\"}")
  record Wish(
      @Nullable String name,
      @Nullable String password,
      @Nullable Set<String> roles,
      @Nullable Boolean active,
      @Nullable String reason) {

    Account account(@Nullable String id) {
      if (id == null) {
        throw Problem.badRequest("A name is needed", "Send {\"name\": \"…\"}");
      }
      Set<String> words = roles == null ? Set.of() : roles;
      Set<Role> wished = words.stream().map(Role::of).collect(Collectors.toSet());
      return new Account(id, wished, active == null || active, null);
    }
  }

  @GET
  @Operation(summary = "All users", description = "Role: security.")
  public List<User> all() {
    return users.all().stream().map(User::of).toList();
  }

  @POST
  @Operation(summary = "Create a user", description = "Role: security.")
  public Response create(@Nullable Wish wish) {
    Wish wished = required(wish);
    if (wished.password() == null) {
      throw Problem.badRequest("A password is needed", "Send {\"password\": \"…\"}");
    }
    Account account = wished.account(wished.name());
    User created =
        done(
            users.create(account, wished.password(), caller.with(wished.reason())), account.name());
    return Response.status(201).entity(created).build();
  }

  @PUT
  @Path("{name}")
  @Operation(
      summary = "Change roles, activity or password",
      description =
          "Role: security. A deactivated user is out at once, and a changed password ends his"
              + " sessions. Nobody changes his own roles. The last active user of role security"
              + " cannot be taken away.")
  public User change(@PathParam("name") String name, @Nullable Wish wish) {
    Wish wished = required(wish);
    User user = null;
    String exact = known(name).name();
    if (wished.roles() != null || wished.active() != null) {
      Account known = known(exact);
      Account account =
          new Account(
              exact,
              wished.roles() == null ? known.roles() : wished.account(exact).roles(),
              wished.active() == null ? known.active() : wished.active(),
              known.createdAt());
      user = done(users.change(account, caller.with(wished.reason())), name);
    }
    if (wished.password() != null) {
      user =
          done(users.changePassword(exact, wished.password(), caller.with(wished.reason())), name);
    }
    if (user == null) {
      throw Problem.badRequest("Nothing to change", "Send roles, active or password");
    }
    return user;
  }

  @DELETE
  @Path("{name}")
  @Operation(
      summary = "Delete a user and its tokens",
      description = "Role: security. Its name stays in the audit events.")
  public User delete(@PathParam("name") String name, @Nullable Reason reason) {
    return done(users.delete(known(name).name(), caller.with(reason)), name);
  }

  private Account known(String name) {
    return users.find(name).orElseThrow(() -> Problem.notFound("user", name));
  }

  private static User done(Users.Change change, String name) {
    if (change instanceof Users.Change.Done done) {
      return User.of(done.account());
    }
    if (change instanceof Users.Change.Refused refused) {
      throw Problem.of(409, "Refused", refused.why()).exception();
    }
    throw Problem.notFound("user", name);
  }

  private static Wish required(@Nullable Wish wish) {
    if (wish == null) {
      throw Problem.badRequest("A body is needed", "Send the user as JSON; see /q/openapi");
    }
    return wish;
  }
}
