package io.shangda.hub.operate.api;

import io.shangda.hub.intake.Holds;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.record.Actor;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "findings")
@RolesAllowed("operator")
public class HoldResource {
  private final Holds holds;
  private final Records records;
  private final Caller caller;

  HoldResource(Holds holds, Records records, Caller caller) {
    this.holds = holds;
    this.records = records;
    this.caller = caller;
  }

  @POST
  @Path("holds/{record}/release")
  @Operation(
      summary = "Release a held record",
      description = "Role: operator. It is planned for its targets. Never for a secret mark.")
  public Holds.Outcome release(@PathParam("record") long record, @Nullable Reason reason) {
    return holds.release(known(record), caller.with(reason));
  }

  @POST
  @Path("holds/release")
  @Operation(
      summary = "Release by rule",
      description = "Role: operator. Every held record whose open findings all have this rule.")
  public Holds.Outcome releaseAll(
      @QueryParam("rule") @Nullable String rule, @Nullable Reason reason) {
    Actor actor = caller.with(reason);
    return holds.releaseAll(required(rule), actor);
  }

  @POST
  @Path("holds/{record}/refuse")
  @Operation(
      summary = "Refuse a held record for good",
      description = "Role: operator. This version is never sent; a later one is looked at anew.")
  public Holds.Outcome refuse(@PathParam("record") long record, @Nullable Reason reason) {
    return holds.refuse(known(record), caller.with(reason));
  }

  @POST
  @Path("holds/refuse")
  @Operation(
      summary = "Refuse by rule",
      description = "Role: operator. Every held record that has an open finding of this rule.")
  public Holds.Outcome refuseAll(
      @QueryParam("rule") @Nullable String rule, @Nullable Reason reason) {
    Actor actor = caller.with(reason);
    return holds.refuseAll(required(rule), actor);
  }

  @POST
  @Path("holds/{record}/clear")
  @Operation(
      summary = "Call a secret mark a false hit",
      description =
          "Role: operator. Needs two persons: the first call is kept, the second, by another user,"
              + " releases the record.")
  public Holds.Outcome clear(@PathParam("record") long record, @Nullable Reason reason) {
    return holds.clearSecretMark(known(record), caller.with(reason));
  }

  private long known(long record) {
    if (records.find(record).isEmpty()) {
      throw Problem.notFound("record", record);
    }
    return record;
  }

  private static String required(@Nullable String rule) {
    if (rule == null || rule.isBlank()) {
      throw Problem.badRequest("A rule is needed", "Say which: ?rule=spam/betting, for example");
    }
    return rule;
  }
}
