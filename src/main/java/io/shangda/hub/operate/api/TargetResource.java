package io.shangda.hub.operate.api;

import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.operate.query.TargetStatus;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/targets")
@Tag(name = "targets")
@RolesAllowed("viewer")
public class TargetResource {
  private final TargetStatuses statuses;
  private final TargetControl control;
  private final Caller caller;

  TargetResource(TargetStatuses statuses, TargetControl control, Caller caller) {
    this.statuses = statuses;
    this.control = control;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "All targets and how they stand", description = "Role: viewer.")
  public List<TargetStatus> all() {
    return statuses.all();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One target", description = "Role: viewer.")
  public TargetStatus one(@PathParam("id") String id) {
    return statuses.find(id).orElseThrow(() -> Problem.notFound("target", id));
  }

  @POST
  @Path("{id}/pause")
  @RolesAllowed("operator")
  @Operation(
      summary = "Pause",
      description = "Role: operator. Stops at once on this node, within a second on the others.")
  public Done pause(@PathParam("id") String id, @Nullable Reason reason) {
    TargetId target = known(id);
    control.pause(target, caller.with(reason));
    return new Done("Target '" + id + "' is paused; its deliveries wait in the database");
  }

  @POST
  @Path("{id}/resume")
  @RolesAllowed("operator")
  @Operation(
      summary = "Resume",
      description =
          "Role: operator. Closes the breaker and ends a pause the hub made by itself. With type: ends"
              + " what the target asked for that record type in an answer, and nothing else.")
  public Done resume(
      @PathParam("id") String id,
      @Parameter(description = "A record type that the target slows down or holds")
          @QueryParam("type")
          @Nullable String type,
      @Nullable Reason reason) {
    TargetId target = known(id);
    if (type != null) {
      boolean ended = control.resume(target, new RecordType(type), caller.with(reason));
      return new Done(
          ended
              ? "Target '" + id + "' gets '" + type + "' as configured again"
              : "Target '" + id + "' asked for nothing that is in force for '" + type + "'");
    }
    control.resume(target, caller.with(reason));
    return new Done("Target '" + id + "' gets its deliveries again");
  }

  @POST
  @Path("{id}/probe")
  @RolesAllowed("operator")
  @Operation(
      summary = "Probe",
      description = "Role: operator. Sends one due delivery although the target is paused.")
  public Done probe(@PathParam("id") String id, @Nullable Reason reason) {
    TargetId target = known(id);
    boolean due = control.probe(target, caller.with(reason));
    return new Done(
        due
            ? "One due delivery goes out to target '" + id + "'; see what it answers, then resume"
            : one(id).nothingDue());
  }

  private TargetId known(String id) {
    return new TargetId(one(id).id());
  }
}
