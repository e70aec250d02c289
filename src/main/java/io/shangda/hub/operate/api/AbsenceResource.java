package io.shangda.hub.operate.api;

import io.shangda.hub.intake.AbsenceList;
import io.shangda.hub.intake.Absences;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.record.SourceId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/sources/{id}/absences")
@Tag(name = "sources")
@RolesAllowed("viewer")
public class AbsenceResource {
  private static final List<String> STATES = List.of("due", "missing", "released", "withdrawn");

  private final SourceStatuses sources;
  private final Absences absences;
  private final Caller caller;

  AbsenceResource(SourceStatuses sources, Absences absences, Caller caller) {
    this.sources = sources;
    this.absences = absences;
    this.caller = caller;
  }

  /**
   * A person's decision on what he has looked at.
   *
   * @param token of the preview
   * @param records ids of those it is about; only for a refusal, left out: all
   */
  @Schema(example = "{\"token\": \"5c0f…\", \"reason\": \"The county has closed these projects\"}")
  record Decision(@Nullable String token, @Nullable List<Long> records, @Nullable String reason) {}

  /**
   * @param run that withdrew them
   */
  @Schema(example = "{\"run\": 4711, \"reason\": \"The list was half\"}")
  record Undo(@Nullable Long run, @Nullable String reason) {}

  @GET
  @Operation(
      summary = "What the source no longer lists",
      description =
          "Role: viewer. With state=due exactly what a release would withdraw, and the token by"
              + " which it is released.")
  public AbsenceList.Preview all(
      @PathParam("id") String id,
      @Parameter(description = "due, missing (with those that are due), released or withdrawn")
          @QueryParam("state")
          @DefaultValue("due")
          String state,
      @BeanParam Page page) {
    if (!STATES.contains(state)) {
      throw Problem.badRequest("Bad state", "'state' is one of " + String.join(", ", STATES));
    }
    return absences.preview(known(id), state, page.after(), page.limit());
  }

  @POST
  @Path("release")
  @RolesAllowed("operator")
  @Operation(
      summary = "Let go what was looked at",
      description =
          "Role: operator. Withdraws exactly what the preview with this token showed; 409 if that"
              + " has changed.")
  public Absences.Outcome release(@PathParam("id") String id, @Nullable Decision decision) {
    SourceId source = known(id);
    Decision made = required(decision);
    return unlessChanged(() -> absences.release(source, token(made), caller.with(made.reason())));
  }

  @POST
  @Path("keep")
  @RolesAllowed("operator")
  @Operation(
      summary = "Keep what was looked at",
      description =
          "Role: operator. The records stay and count as seen; 409 if the preview has changed.")
  public Absences.Outcome keep(@PathParam("id") String id, @Nullable Decision decision) {
    SourceId source = known(id);
    Decision made = required(decision);
    List<Long> records = made.records() == null ? List.of() : made.records();
    return unlessChanged(
        () -> absences.keep(source, token(made), records, caller.with(made.reason())));
  }

  @POST
  @Path("undo")
  @RolesAllowed("operator")
  @Operation(
      summary = "Bring back what a run withdrew",
      description =
          "Role: operator. What is still withdrawn is sent again, as long as the source's 'undo'"
              + " allows.")
  public Absences.Outcome undo(@PathParam("id") String id, @Nullable Undo undo) {
    SourceId source = known(id);
    if (undo == null || undo.run() == null) {
      throw Problem.badRequest(
          "A run is needed", "Say which: {\"run\": …, \"reason\": …}; see ?state=withdrawn");
    }
    return absences.undo(source, undo.run(), caller.with(undo.reason()));
  }

  private static Absences.Outcome unlessChanged(Supplier<Absences.Outcome> act) {
    try {
      return act.get();
    } catch (Absences.ChangedSinceException e) {
      throw Problem.of(409, "Changed since", String.valueOf(e.getMessage())).exception();
    }
  }

  private static Decision required(@Nullable Decision decision) {
    if (decision == null) {
      throw Problem.badRequest(
          "A body is needed",
          "Send what you have looked at and why: {\"token\": …, \"reason\": …}");
    }
    return decision;
  }

  private static String token(Decision decision) {
    if (decision.token() == null || decision.token().isBlank()) {
      throw Problem.badRequest(
          "A token is needed", "Look first: GET absences gives the token of what stands there");
    }
    return decision.token();
  }

  private SourceId known(String id) {
    return new SourceId(sources.find(id).orElseThrow(() -> Problem.notFound("source", id)).id());
  }
}
