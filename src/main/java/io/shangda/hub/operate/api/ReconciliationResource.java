package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.Slice;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/targets/{id}/reconciliations")
@Tag(name = "reconciliation")
@RolesAllowed("viewer")
public class ReconciliationResource {
  private final Reconciling reconciling;
  private final TargetStatuses targets;

  ReconciliationResource(Reconciling reconciling, TargetStatuses targets) {
    this.reconciling = reconciling;
    this.targets = targets;
  }

  @GET
  @Operation(
      summary = "Comparisons with what the target has, the newest first",
      description = "Role: viewer.")
  public Slice<Reconciling.Made> made(@PathParam("id") String id, @BeanParam Page page) {
    return Slice.of(
        reconciling.made(known(id), page.after(), page.limit() + 1),
        page.limit(),
        Reconciling.Made::id);
  }

  private TargetId known(String id) {
    return new TargetId(targets.find(id).orElseThrow(() -> Problem.notFound("target", id)).id());
  }
}
