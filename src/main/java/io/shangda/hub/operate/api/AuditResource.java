package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.AuditEvents;
import io.shangda.hub.operate.query.Slice;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The evidence: who did what, when, to which record. */
@Path("/audit")
@Tag(name = "audit")
@RolesAllowed({"viewer", "auditor"})
public class AuditResource {
  private final AuditEvents events;

  AuditResource(AuditEvents events) {
    this.events = events;
  }

  /** Which events a request asks for. */
  public static class Wanted {
    @QueryParam("record")
    @Parameter(description = "id of a record")
    @Nullable Long record;

    @QueryParam("source")
    @Nullable String source;

    @QueryParam("target")
    @Nullable String target;

    @QueryParam("person")
    @Parameter(description = "who did it; what the hub did by itself has none")
    @Nullable String person;

    @QueryParam("event")
    @Parameter(description = "what was done", example = "hold-released")
    @Nullable String event;

    @QueryParam("from")
    @Parameter(description = "at or after, ISO 8601", example = "2024-05-01T00:00:00+08:00")
    @Nullable String from;

    @QueryParam("to")
    @Parameter(description = "before, ISO 8601", example = "2024-06-01T00:00:00+08:00")
    @Nullable String to;

    AuditEvents.Filter filter() {
      return new AuditEvents.Filter(
          record, source, target, person, event, instant("from", from), instant("to", to));
    }

    /** A year of more than four figures is none that a database knows. */
    private static Instant time(String text) {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() < 1 || time.getYear() > 9999) {
        throw new DateTimeException("no such year");
      }
      return time.toInstant();
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
      try {
        return text == null || text.isBlank() ? null : time(text.replace(' ', '+'));
      } catch (DateTimeException e) {
        throw Problem.badRequest(
            "Bad time",
            "'" + name + "' is a time such as 2024-05-01T00:00:00+08:00, not '" + text + "'");
      }
    }
  }

  @GET
  @Path("events")
  @Operation(
      summary = "Audit events, the newest first",
      description =
          "Role: viewer or auditor. 'content' is the text the event's hash is made of. By source or"
              + " target alone the newest are looked through; give a time where there are"
              + " millions.")
  public Slice<AuditEvents.Event> events(@BeanParam Wanted wanted, @BeanParam Page page) {
    return events.list(wanted.filter(), page.after(), page.limit());
  }
}
