package io.shangda.hub.operate.api;

import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.operate.query.DeadLetterList;
import io.shangda.hub.operate.query.Slice;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/dead-letters")
@Tag(name = "dead letters")
@RolesAllowed("viewer")
public class DeadLetterResource {
  private final DeadLetterList list;
  private final DeadLetters deadLetters;
  private final Caller caller;

  DeadLetterResource(DeadLetterList list, DeadLetters deadLetters, Caller caller) {
    this.list = list;
    this.deadLetters = deadLetters;
    this.caller = caller;
  }

  /**
   * Dead letters.
   *
   * @param groups by target, source, type and the target's text, the largest first; of the first
   *     part only
   * @param items one by one
   */
  record Report(
      List<DeadLetterList.Group> groups, List<DeadLetterList.Item> items, @Nullable String next) {}

  /**
   * Which dead letters to act upon.
   *
   * @param all must be true if nothing else restricts
   * @param dryRun true changes nothing and says what would happen
   */
  @Schema(
      example =
          "{\"target\": \"province\", \"message\": \"FIELD\", \"dryRun\": true,"
              + " \"reason\": \"The platform mended its check\"}")
  record Selection(
      @Nullable Long delivery,
      @Nullable Long record,
      @Nullable String target,
      @Nullable String source,
      @Nullable String type,
      @Schema(description = "text that the target's message contains") @Nullable String message,
      boolean all,
      boolean dryRun,
      @Nullable String reason) {

    DeadLetters.Filter filter() {
      boolean restricts =
          Stream.of(delivery, record, target, source, type, message).anyMatch(Objects::nonNull);
      if (!restricts && !all) {
        throw Problem.badRequest(
            "Which dead letters?",
            "Give a delivery, record, target, source, type or message, or \"all\": true");
      }
      return new DeadLetters.Filter(delivery, record, target, source, type, message);
    }
  }

  @GET
  @Operation(
      summary = "What targets refused for good, grouped by their text",
      description = "Role: viewer.")
  public Report all(
      @QueryParam("target") @Nullable String target,
      @QueryParam("source") @Nullable String source,
      @QueryParam("type") @Nullable String type,
      @QueryParam("message") @Nullable String message,
      @BeanParam Page page) {
    DeadLetterList.Filter filter = new DeadLetterList.Filter(target, source, type, message);
    Slice<DeadLetterList.Item> items = list.list(filter, page.after(), page.limit());
    return new Report(
        page.after() == null ? list.groups(filter) : List.of(), items.items(), items.next());
  }

  @POST
  @Path("replay")
  @RolesAllowed("operator")
  @Operation(
      summary = "Send again",
      description =
          "Role: operator. The newest version is sent again, with a new idempotency key if it was"
              + " refused; older ones are superseded. Try with \"dryRun\": true first.")
  public DeadLetters.Outcome replay(@Nullable Selection selection) {
    Selection which = required(selection);
    return known(
        which, deadLetters.replay(which.filter(), which.dryRun(), caller.with(which.reason())));
  }

  @POST
  @Path("close")
  @RolesAllowed("operator")
  @Operation(
      summary = "Give up",
      description = "Role: operator. Closed dead letters stay in the ledger as closed.")
  public DeadLetters.Outcome close(@Nullable Selection selection) {
    Selection which = required(selection);
    return known(
        which, deadLetters.close(which.filter(), which.dryRun(), caller.with(which.reason())));
  }

  /** Who names one by its number has perhaps mistyped it: "0 found" would look like success. */
  private static DeadLetters.Outcome known(Selection which, DeadLetters.Outcome outcome) {
    if (which.delivery() != null && outcome.found() == 0) {
      throw Problem.notFound("dead letter", String.valueOf(which.delivery()));
    }
    return outcome;
  }

  private static Selection required(@Nullable Selection selection) {
    if (selection == null) {
      throw Problem.badRequest(
          "A body is needed", "Send which dead letters and why: {\"target\": …, \"reason\": …}");
    }
    return selection;
  }
}
