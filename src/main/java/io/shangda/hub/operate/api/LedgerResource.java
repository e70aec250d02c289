package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.operate.query.Runs;
import io.shangda.hub.operate.query.Slice;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "ledger")
@RolesAllowed("viewer")
public class LedgerResource {
  private final Ledgers ledgers;
  private final Runs runs;

  LedgerResource(Ledgers ledgers, Runs runs) {
    this.ledgers = ledgers;
    this.runs = runs;
  }

  @GET
  @Path("ledger")
  @Operation(
      summary = "The ledger, from one snapshot",
      description =
          "Role: viewer. Per source pulled = unreadable + unchanged + rejected + held + planned;"
              + " per source and target planned = in flight + delivered + superseded + dead +"
              + " closed + withdrawn. 'balanced' says whether every line adds up. 'recount' reads"
              + " every row again instead of the counts that the database keeps: for proof; with"
              + " many millions of records it takes minutes.")
  public Ledger ledger(@QueryParam("recount") boolean recount) {
    return recount ? ledgers.recounted() : ledgers.whole();
  }

  @GET
  @Path("ledger/runs/{id}")
  @Operation(summary = "The ledger of one run", description = "Role: viewer.")
  public Ledger ofRun(@PathParam("id") long id) {
    return ledgers.ofRun(id).orElseThrow(() -> Problem.notFound("run", id));
  }

  @GET
  @Path("runs")
  @Operation(summary = "Pull runs, newest first", description = "Role: viewer.")
  public Slice<Runs.Run> runs(@QueryParam("source") @Nullable String source, @BeanParam Page page) {
    return runs.list(source, page.after(), page.limit());
  }
}
