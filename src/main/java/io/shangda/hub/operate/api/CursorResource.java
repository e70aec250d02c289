package io.shangda.hub.operate.api;

import io.shangda.hub.intake.SourceCursor;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.record.SourceId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/sources/{id}/cursor")
@Tag(name = "sources")
@RolesAllowed("operator")
public class CursorResource {
  private final SourceStatuses sources;
  private final SourceCursor cursor;
  private final Caller caller;

  CursorResource(SourceStatuses sources, SourceCursor cursor, Caller caller) {
    this.sources = sources;
    this.cursor = cursor;
    this.caller = caller;
  }

  /**
   * Where the next run begins.
   *
   * @param run that began there; or
   * @param cursor as it was shown, or a token as the source gave it
   */
  @Schema(example = "{\"run\": 4711, \"reason\": \"The source was restored from a backup\"}")
  record Begin(@Nullable Long run, @Nullable String cursor, @Nullable String reason) {}

  @GET
  @Operation(
      summary = "Where the source is read from next",
      description = "Role: operator. With where its last runs began, by which it can be set back.")
  public SourceCursor.Shown show(@PathParam("id") String id) {
    return cursor.show(known(id));
  }

  @POST
  @Operation(
      summary = "Set the cursor",
      description =
          "Role: operator. To where a run began, or to a cursor of your own. What comes again is"
              + " dropped as unchanged; nothing is withdrawn by it.")
  public Done set(@PathParam("id") String id, @Nullable Begin begin) {
    SourceId source = known(id);
    if (begin == null || (begin.run() == null) == (begin.cursor() == null)) {
      throw Problem.badRequest("One of run and cursor", "Send either 'run' or 'cursor'");
    }
    var actor = caller.with(begin.reason());
    Long run = begin.run();
    String text = begin.cursor();
    return done(
        () ->
            run != null
                ? cursor.setBack(source, run, actor)
                : cursor.set(source, text == null ? "" : text, actor));
  }

  @POST
  @Path("begin-anew")
  @Operation(
      summary = "Begin anew",
      description = "Role: operator. The next run asks for the list from its start.")
  public Done beginAnew(@PathParam("id") String id, @Nullable Reason reason) {
    SourceId source = known(id);
    var actor = caller.with(reason);
    return done(() -> cursor.beginAnew(source, actor));
  }

  @POST
  @Path("pass-over")
  @Operation(
      summary = "Pass over a page",
      description =
          "Role: operator. The next run leaves out the page at which the last one broke off; only"
              + " where pages are counted. Its records are not read, and that run withdraws"
              + " nothing.")
  public Done passOver(@PathParam("id") String id, @Nullable Reason reason) {
    SourceId source = known(id);
    var actor = caller.with(reason);
    return done(() -> cursor.passOver(source, actor));
  }

  private static Done done(Supplier<String> change) {
    try {
      return new Done(change.get());
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The cursor stays", String.valueOf(e.getMessage()));
    }
  }

  private SourceId known(String id) {
    return new SourceId(sources.find(id).orElseThrow(() -> Problem.notFound("source", id)).id());
  }
}
