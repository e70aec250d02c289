package io.shangda.hub.operate.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.ForbiddenException;
import io.shangda.hub.operate.access.DatabaseAway;
import io.shangda.hub.store.StoreException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of the admin API as a problem; what happened inside goes to the log only. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  private final DatabaseAway away;

  ProblemMappers(DatabaseAway away) {
    this.away = away;
  }

  @ServerExceptionMapper
  Response known(WebApplicationException e) {
    Response response = e.getResponse();
    if (response.getEntity() instanceof Problem) {
      return response;
    }
    // What REST itself refuses: an unreadable body or parameter, a wrong method or media type.
    int status = response.getStatus();
    if (e instanceof NotFoundException && e.getCause() == null) {
      return Problem.of(404, "Not found", "The admin API has no such address; see /q/openapi")
          .response();
    }
    if (e.getCause() != null && status == 404) {
      return Problem.of(
              400,
              "Bad parameter",
              "A parameter has a value it cannot have; see /q/openapi for those it can")
          .response();
    }
    return Problem.of(status, phrase(status), "See /q/openapi for what is expected").response();
  }

  @ServerExceptionMapper
  Response unreadable(JsonProcessingException e) {
    return Problem.of(
            400,
            "Body cannot be read",
            "The body is not the JSON that is expected here; see /q/openapi")
        .response();
  }

  /** Quarkus has a mapper of its own for this one, which would tell it in another form. */
  @ServerExceptionMapper
  Response unreadable(MismatchedInputException e) {
    return unreadable((JsonProcessingException) e);
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return Problem.of(
            403, "Role missing", "Your user has not the role for this; /q/openapi names it")
        .response();
  }

  @ServerExceptionMapper
  Response refused(IllegalArgumentException e) {
    return Problem.of(400, "Bad value", String.valueOf(e.getMessage())).response();
  }

  @ServerExceptionMapper
  Response store(StoreException e) {
    if (away.isWhy(e)) {
      return Problem.of(
              503, "Database away", "The database did not answer; nothing changed. Try again later")
          .response();
    }
    return unexpected(e);
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(
        e,
        "A request to the admin API failed, error=%s; whoever asked was told this number. Nothing"
            + " else is touched by it.",
        id);
    return Problem.of(
            500, "Internal error", "The hub failed at this; its log has the cause under " + id)
        .response();
  }

  private static String phrase(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Refused" : known.getReasonPhrase();
  }
}
