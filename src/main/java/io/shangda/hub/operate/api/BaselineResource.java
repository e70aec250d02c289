package io.shangda.hub.operate.api;

import io.shangda.hub.intake.Baseline;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a predecessor had delivered. */
@Path("/targets/{id}/baseline")
@Tag(name = "reconciliation")
@RolesAllowed("admin")
public class BaselineResource {
  private static final int MOST = 10_000;

  private final Baseline baseline;
  private final TargetStatuses targets;
  private final Caller caller;

  BaselineResource(Baseline baseline, TargetStatuses targets, Caller caller) {
    this.baseline = baseline;
    this.targets = targets;
    this.caller = caller;
  }

  /**
   * @param records 10,000 at most
   */
  record Predecessor(@Nullable List<Baseline.Line> records, @Nullable String reason) {}

  @POST
  @Operation(
      summary = "Take over what a predecessor had delivered",
      description =
          "Role: admin. Each record counts as accepted last by the target: the first pull updates"
              + " what differs and sends nothing that is alike. The same again changes nothing.")
  public Baseline.Outcome baseline(@PathParam("id") String id, @Nullable Predecessor list) {
    TargetId target = known(id);
    if (list == null || list.records() == null) {
      throw Problem.badRequest("Records are needed", "Send {\"records\": […], \"reason\": …}");
    }
    limit(list.records());
    return baseline.take(target, list.records(), caller.with(list.reason()));
  }

  private static void limit(List<?> list) {
    if (list.size() > MOST) {
      throw Problem.badRequest("Too many at once", "Send at most " + MOST + ", part by part");
    }
  }

  private TargetId known(String id) {
    return new TargetId(targets.find(id).orElseThrow(() -> Problem.notFound("target", id)).id());
  }
}
