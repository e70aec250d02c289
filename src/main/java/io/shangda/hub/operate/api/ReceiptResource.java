package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.reconcile.Receipts;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.TargetId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Receipts that a platform has, as a list from it. */
@Path("/targets/{id}/receipts")
@Tag(name = "reconciliation")
@RolesAllowed("operator")
public class ReceiptResource {
  private static final int MOST = 10_000;

  private final Receipts receipts;
  private final TargetStatuses targets;
  private final Caller caller;

  ReceiptResource(Reconciling reconciling, TargetStatuses targets, Caller caller) {
    this.receipts = reconciling.receipts();
    this.targets = targets;
    this.caller = caller;
  }

  /**
   * A part of a platform's list of receipts.
   *
   * @param comparison of the part before; left out: a new one is begun
   * @param receipts 10,000 at most
   * @param last true compares
   * @param asOf when the list was made, ISO 8601; left out: now
   */
  @Schema(example = "{\"receipts\": [\"SJ0000000001\"], \"last\": true, \"reason\": \"Monthly\"}")
  record Part(
      @Nullable Long comparison,
      @Nullable List<String> receipts,
      boolean last,
      @Nullable String asOf,
      @Nullable String reason) {}

  /**
   * @param refused receipts that were left out, empty or too long
   * @param differences found; null until the last part
   */
  record Compared(long comparison, List<String> refused, @Nullable Integer differences) {}

  @POST
  @Operation(
      summary = "Compare a platform's receipts",
      description =
          "Role: operator. For a platform that cannot be asked what it has: a receipt given and not"
              + " listed is a record missing there, one listed and never given is unknown here.")
  public Compared receipts(@PathParam("id") String id, @Nullable Part part) {
    TargetId target = known(id);
    if (part == null || part.receipts() == null) {
      throw Problem.badRequest("Receipts are needed", "Send {\"receipts\": […], \"reason\": …}");
    }
    limit(part.receipts());
    var actor = caller.with(part.reason());
    Long under = part.comparison();
    long comparison = under == null ? receipts.begin(target, actor) : under;
    List<String> refused = receipts.add(comparison, part.receipts());
    return new Compared(
        comparison,
        refused,
        part.last() ? receipts.compare(comparison, instant(part.asOf()), actor) : null);
  }

  private static void limit(List<?> list) {
    if (list.size() > MOST) {
      throw Problem.badRequest("Too many at once", "Send at most " + MOST + ", part by part");
    }
  }

  private static Instant instant(@Nullable String text) {
    try {
      return text == null ? Instant.now() : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Problem.badRequest(
          "Bad time", "'asOf' is '" + text + "'; expected such as 2026-03-01T08:00:00+08:00");
    }
  }

  private TargetId known(String id) {
    return new TargetId(targets.find(id).orElseThrow(() -> Problem.notFound("target", id)).id());
  }
}
