package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.SourceControl;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/sources")
@Tag(name = "sources")
@RolesAllowed("viewer")
public class SourceResource {
  private final SourceStatuses statuses;
  private final SourceControl control;
  private final Caller caller;

  SourceResource(SourceStatuses statuses, SourceControl control, Caller caller) {
    this.statuses = statuses;
    this.control = control;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "All sources and how they stand", description = "Role: viewer.")
  public List<SourceStatus> all() {
    return statuses.all();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One source", description = "Role: viewer.")
  public SourceStatus one(@PathParam("id") String id) {
    return statuses.find(id).orElseThrow(() -> Problem.notFound("source", id));
  }

  @POST
  @Path("{id}/pull")
  @RolesAllowed("operator")
  @Operation(
      summary = "Pull now",
      description = "Role: operator. The source becomes due; a free node pulls it at once.")
  public Done pull(@PathParam("id") String id, @Nullable Reason reason) {
    SourceId source = known(id);
    control.pullNow(source, caller.with(reason));
    return new Done(one(id).dueNow());
  }

  @POST
  @Path("{id}/pause")
  @RolesAllowed("operator")
  @Operation(
      summary = "Pause",
      description = "Role: operator. The page under way is finished, then nothing is pulled.")
  public Done pause(@PathParam("id") String id, @Nullable Reason reason) {
    SourceId source = known(id);
    control.pause(source, caller.with(reason));
    return new Done("Source '" + id + "' is paused; resume it when it may be pulled again");
  }

  @POST
  @Path("{id}/resume")
  @RolesAllowed("operator")
  @Operation(
      summary = "Resume",
      description = "Role: operator. Also ends a pause the hub made by itself.")
  public Done resume(@PathParam("id") String id, @Nullable Reason reason) {
    SourceId source = known(id);
    control.resume(source, caller.with(reason));
    return new Done("Source '" + id + "' is pulled again when it is due");
  }

  private SourceId known(String id) {
    return new SourceId(one(id).id());
  }
}
