package io.shangda.hub.operate.api;

import io.shangda.hub.intake.Content;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Slice;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "records")
@RolesAllowed("viewer")
public class RecordResource {
  private final Records records;
  private final Traces traces;
  private final Content content;
  private final SourceStatuses sources;
  private final Caller caller;

  RecordResource(
      Records records, Traces traces, Content content, SourceStatuses sources, Caller caller) {
    this.records = records;
    this.traces = traces;
    this.content = content;
    this.sources = sources;
    this.caller = caller;
  }

  /**
   * Which records are taken in again; all of the source where nothing else is said.
   *
   * @param rule their newest version has a finding of this rule
   * @param state of their newest version: rejected, held, refused or planned; or unreadable: not
   *     records, but what could not be read
   * @param since their newest version, or what could not be read, arrived then or later
   * @param until it arrived before
   */
  @Schema(
      example =
          "{\"source\": \"jiangshan-cases\", \"state\": \"rejected\", \"rule\": \"code\","
              + " \"reason\": \"Code table mended\"}")
  record Reprocess(
      @Nullable String source,
      @Nullable String type,
      @Nullable String rule,
      @Nullable String state,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String reason) {}

  @GET
  @Path("records")
  @Operation(
      summary = "Find records",
      description =
          "Role: viewer. By source key (exactly, or how it begins) or by a value the source's"
              + " configuration makes searchable: case number, project code, USCC, index number.")
  public Slice<Records.Found> search(
      @QueryParam("q")
          @DefaultValue("")
          @Parameter(description = "key or value", example = "E5323000001")
          String q,
      @QueryParam("source") @Nullable String source,
      @QueryParam("type") @Nullable String type,
      @QueryParam("state") @Nullable String state,
      @BeanParam Page page) {
    Records.Filter filter = new Records.Filter(source, type, state);
    return records.search(q.strip(), filter, page.after(), page.limit());
  }

  @GET
  @Path("records/{id}/trace")
  @Operation(
      summary = "One record's whole path",
      description =
          "Role: viewer. From the hash and place of the raw bytes over versions, findings and"
              + " deliveries to the receipts, with every audit event; no payload.")
  public Trace trace(@PathParam("id") long id) {
    return traces.of(id).orElseThrow(() -> Problem.notFound("record", id));
  }

  @POST
  @Path("records/{id}/purge")
  @RolesAllowed("admin")
  @Operation(
      summary = "Erase a record's content",
      description =
          "Role: admin. Its versions, deliveries and findings lose their content, and every page it"
              + " stands in loses its place; the other records of a page stay. Key, hashes and audit"
              + " events stay. The answer names the backups and targets that still hold the content."
              + " Delivered again by its source, other content is held until a person releases it."
              + " Cannot be undone.")
  public Done purge(@PathParam("id") long id, @Nullable Reason reason) {
    if (records.find(id).isEmpty()) {
      throw Problem.notFound("record", id);
    }
    return new Done(content.purge(id, caller.with(reason)));
  }

  @POST
  @Path("reprocess")
  @RolesAllowed("admin")
  @Operation(
      summary = "Take kept content in again",
      description =
          "Role: admin. After a mapping, rule or code table was mended: runs intake on the newest"
              + " version of each record that fits, as a run of its own. After the settings by which"
              + " a source is decoded were mended (charset, separator), the state unreadable reads"
              + " once more what could not be read. The answer counts what was left out, because it"
              + " was purged or because newer content has come since, and names what could not be"
              + " read.")
  public Content.Reprocessed reprocess(@Nullable Reprocess body) {
    if (body == null || body.source() == null) {
      throw Problem.badRequest("A source is needed", "Say whose records: {\"source\": \"…\"}");
    }
    String source = body.source();
    if (sources.find(source).isEmpty()) {
      throw Problem.notFound("source", source);
    }
    Content.Filter filter =
        new Content.Filter(
            source, body.type(), body.rule(), body.state(), body.since(), body.until());
    return content.reprocess(filter, caller.with(body.reason()));
  }
}
