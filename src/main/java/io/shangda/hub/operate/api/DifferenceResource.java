package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.Slice;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.reconcile.Differences;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/differences")
@Tag(name = "reconciliation")
@RolesAllowed("viewer")
public class DifferenceResource {
  private final Differences differences;
  private final TargetStatuses targets;
  private final Caller caller;

  DifferenceResource(Reconciling reconciling, TargetStatuses targets, Caller caller) {
    this.differences = reconciling.differences();
    this.targets = targets;
    this.caller = caller;
  }

  /**
   * Which differences to act upon.
   *
   * @param ids left out: all open ones of the target
   */
  @Schema(
      example = "{\"target\": \"province-data\", \"reason\": \"They restored last week's backup\"}")
  record Selection(@Nullable String target, @Nullable List<Long> ids, @Nullable String reason) {}

  @GET
  @Operation(summary = "What only one side has, or has otherwise", description = "Role: viewer.")
  public Slice<Differences.Item> all(
      @QueryParam("target") @Nullable String target,
      @Parameter(description = "open, resent, left or gone; left out: all") @QueryParam("state")
          @Nullable String state,
      @BeanParam Page page) {
    return Slice.of(
        differences.list(target, state, page.after(), page.limit() + 1),
        page.limit(),
        Differences.Item::id);
  }

  @POST
  @Path("resend")
  @RolesAllowed("operator")
  @Operation(
      summary = "Resend differences",
      description =
          "Role: operator. Each goes out again under a new idempotency key, at the target's rate.")
  public Differences.Outcome resend(@Nullable Selection selection) {
    TargetId target = target(selection);
    return differences.resend(target, ids(selection), actor(selection));
  }

  @POST
  @Path("leave")
  @RolesAllowed("operator")
  @Operation(
      summary = "Leave differences as they are",
      description = "Role: operator. They are not open any more as long as they stay alike.")
  public Differences.Outcome leave(@Nullable Selection selection) {
    TargetId target = target(selection);
    return differences.leave(target, ids(selection), actor(selection));
  }

  private TargetId target(@Nullable Selection selection) {
    if (selection == null || selection.target() == null) {
      throw Problem.badRequest(
          "A target is needed", "Say of which: {\"target\": …, \"reason\": …}");
    }
    return known(selection.target());
  }

  private static List<Long> ids(@Nullable Selection selection) {
    return selection == null || selection.ids() == null ? List.of() : selection.ids();
  }

  private Actor actor(@Nullable Selection selection) {
    return caller.with(selection == null ? null : selection.reason());
  }

  private TargetId known(String id) {
    return new TargetId(targets.find(id).orElseThrow(() -> Problem.notFound("target", id)).id());
  }
}
