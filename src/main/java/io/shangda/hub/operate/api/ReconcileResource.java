package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/targets/{id}/reconcile")
@Tag(name = "reconciliation")
@RolesAllowed("operator")
public class ReconcileResource {
  private final Reconciling reconciling;
  private final TargetStatuses targets;
  private final Caller caller;

  ReconcileResource(Reconciling reconciling, TargetStatuses targets, Caller caller) {
    this.reconciling = reconciling;
    this.targets = targets;
    this.caller = caller;
  }

  @POST
  @Operation(
      summary = "Compare now",
      description = "Role: operator. Waits for the answer; 409 if it is being compared already.")
  public Reconciling.Made reconcile(@PathParam("id") String id, @Nullable Reason reason) {
    TargetId target = known(id);
    Actor actor = caller.with(reason);
    try {
      return reconciling.compareNow(target, actor);
    } catch (IllegalStateException e) {
      throw Problem.of(409, "Under way", String.valueOf(e.getMessage())).exception();
    }
  }

  private TargetId known(String id) {
    return new TargetId(targets.find(id).orElseThrow(() -> Problem.notFound("target", id)).id());
  }
}
