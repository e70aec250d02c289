package io.shangda.hub.operate.api;

import io.quarkus.security.Authenticated;
import io.shangda.hub.operate.access.SessionMark;
import io.shangda.hub.operate.access.Tokens;
import io.shangda.hub.operate.access.Users;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "users")
@Authenticated
public class MyselfResource {
  private static final int DEFAULT_DAYS = 90;

  private final Tokens tokens;
  private final Users users;
  private final SessionMark mark;
  private final RoutingContext exchange;
  private final Caller caller;

  MyselfResource(
      Tokens tokens, Users users, SessionMark mark, RoutingContext exchange, Caller caller) {
    this.tokens = tokens;
    this.users = users;
    this.mark = mark;
    this.exchange = exchange;
    this.caller = caller;
  }

  /**
   * Who is logged in.
   *
   * @param roles with those they include
   */
  record Me(String name, Set<String> roles) {}

  /**
   * A token that is wanted.
   *
   * @param title what it is for
   * @param days its life; default 90, at most 366
   */
  @Schema(
      example =
          "{\"title\": \"monitoring\", \"days\": 90, \"reason\": \"Prometheus reads the metrics\"}")
  record TokenWish(@Nullable String title, @Nullable Integer days, @Nullable String reason) {}

  /**
   * A new password for oneself.
   *
   * @param current the old one: who found a session open must not be able to keep it
   */
  @Schema(example = "{\"current\": \"…\", \"password\": \"…\", \"reason\": \"Yearly change\"}")
  record PasswordWish(
      @Nullable String current, @Nullable String password, @Nullable String reason) {}

  @GET
  @Path("me")
  @Operation(summary = "Who am I, and with which roles", description = "Any role.")
  public Me me() {
    return new Me(caller.name(), new TreeSet<>(caller.identity().getRoles()));
  }

  @PUT
  @Path("me/password")
  @Operation(
      summary = "Change one's own password",
      description = "Any role. Needs the old password too; every other session of yours ends.")
  public Done password(@Nullable PasswordWish wish) {
    if (wish == null || wish.password() == null || wish.current() == null) {
      throw Problem.badRequest(
          "Two passwords are needed", "Send {\"current\": \"…\", \"password\": \"…\"}");
    }
    caller.requirePassword(wish.current());
    users.changePassword(caller.name(), wish.password(), caller.with(wish.reason()));
    mark.give(exchange, caller.name());
    return new Done("The password is changed; your other sessions are over");
  }

  @GET
  @Path("tokens")
  @Operation(
      summary = "Tokens",
      description = "Any role: one's own. Role security: those of all users.")
  public List<Tokens.Token> tokens() {
    return tokens.list(owner());
  }

  @POST
  @Path("tokens")
  @Operation(
      summary = "Make a token for oneself",
      description =
          "Any role, but not with a token: one would outlive the other's end. The token acts as"
              + " you, with your roles; it is shown this once.")
  public Response make(@Nullable TokenWish wish) {
    if (wish == null || wish.title() == null || wish.title().isBlank()) {
      throw Problem.badRequest(
          "A title is needed", "Say what the token is for: {\"title\": \"…\"}");
    }
    if (caller.isToken()) {
      throw Problem.of(
              403,
              "A token makes no token",
              "One made by another would outlive its end; log in with the password")
          .exception();
    }
    int days = wish.days() == null ? DEFAULT_DAYS : wish.days();
    String title = wish.title().length() > 200 ? wish.title().substring(0, 200) : wish.title();
    Tokens.Made made =
        tokens.make(caller.name(), title, Duration.ofDays(days), caller.with(wish.reason()));
    return Response.status(201).entity(made).build();
  }

  @DELETE
  @Path("tokens/{id}")
  @Operation(
      summary = "Revoke a token",
      description = "Any role: one's own. Role security: anybody's.")
  public Done revoke(@PathParam("id") String id, @Nullable Reason reason) {
    if (!tokens.revoke(id, owner(), caller.with(reason))) {
      throw Problem.notFound("token", id);
    }
    return new Done("Token '" + id + "' is good no more");
  }

  private @Nullable String owner() {
    return caller.identity().hasRole("security") ? null : caller.name();
  }
}
