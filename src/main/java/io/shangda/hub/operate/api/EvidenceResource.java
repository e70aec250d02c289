package io.shangda.hub.operate.api;

import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.audit.proof.AnchorFile;
import io.shangda.hub.audit.proof.Damage;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Evidence;
import io.shangda.hub.audit.proof.Export;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.operate.bundle.RecordProof;
import io.shangda.hub.operate.query.Seals;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The sealed evidence as a whole: what the commands {@code audit …} ask a running hub for. */
@Path("/audit")
@Tag(name = "audit")
@RolesAllowed({"auditor", "admin"})
@Singleton
public class EvidenceResource {
  /** Damages that are told one by one; the count is of all. */
  private static final int TOLD = 10_000;

  private final Semaphore readsItAll = new Semaphore(1);
  private final Database database;
  private final Seals seals;
  private final Caller caller;

  EvidenceResource(Database database, Seals seals, Caller caller) {
    this.database = database;
    this.seals = seals;
    this.caller = caller;
  }

  /**
   * What to compare the evidence with.
   *
   * @param anchors lines of a file of anchors
   * @param keys ids of the keys that are trusted; none: the first seal's
   */
  record Against(@Nullable List<String> anchors, @Nullable Set<String> keys) {}

  /**
   * What was found.
   *
   * @param damages the first ten thousand
   * @param begin the newest seal that is archived; 0 if none is
   */
  record Verification(List<Damage> damages, Verifier.Summary summary, Evidence.Begin begin) {}

  /**
   * Whose proof is asked for.
   *
   * @param key source key or id
   * @param reason kept in the audit event
   */
  record Wanted(@Nullable String key, @Nullable String reason) {}

  @GET
  @Path("seals")
  @RolesAllowed({"viewer", "auditor"})
  @Operation(
      summary = "Seals in the order they were made",
      description =
          "Role: viewer or auditor. 'after' is the number of the last seal you have. Each names the"
              + " hash of the one before; 'text' is what is hashed and signed.")
  public Seals.Part seals(@BeanParam Page page) {
    return seals.list(page.after(), page.limit());
  }

  @GET
  @Path("export")
  @Produces("application/zip")
  @Operation(
      summary = "The sealed evidence, as the command 'audit export' writes it, in a zip file",
      description = "Role: auditor or admin. One at a time; 503 while another is read.")
  public StreamingOutput export() {
    return out ->
        alone(
            () ->
                new Export(new DatabaseEvidence(database)).toZip(out, Clock.systemUTC().instant()));
  }

  @POST
  @Path("verification")
  @Operation(
      summary = "Check that the evidence in the database is whole",
      description =
          "Role: auditor or admin. One at a time; 503 while another is read. Changes nothing, hence"
              + " no reason. Who does not trust this hub checks its export elsewhere.")
  public Verification verify(@Nullable Against against) throws IOException {
    List<Anchor> anchors = new ArrayList<>();
    if (against != null && against.anchors() != null) {
      against.anchors().forEach(line -> anchors.add(AnchorFile.anchor(line)));
    }
    Set<String> keys = against == null || against.keys() == null ? Set.of() : against.keys();
    return alone(
        () -> {
          List<Damage> damages = new ArrayList<>();
          Evidence evidence = new DatabaseEvidence(database);
          Verifier.Summary summary =
              new Verifier(
                      evidence,
                      anchors,
                      keys,
                      damage -> {
                        if (damages.size() < TOLD) {
                          damages.add(damage);
                        }
                      })
                  .run();
          return new Verification(damages, summary, evidence.begin());
        });
  }

  @POST
  @Path("bundle")
  @Operation(
      summary = "One record's whole proof, with its content",
      description =
          "Role: auditor or admin. 'bundle' can be checked, 'page' is the same to be printed and"
              + " signed. That it was taken, by whom and why, is an audit event.")
  public RecordProof bundle(@Nullable Wanted wanted) {
    if (wanted == null || wanted.key() == null || wanted.key().isBlank()) {
      throw Problem.badRequest(
          "A record is needed", "Say of which record: {\"key\": \"<source key or id>\", …}");
    }
    Actor actor = caller.with(wanted.reason());
    List<Long> found = RecordProof.find(database, wanted.key());
    if (found.isEmpty()) {
      throw Problem.notFound("record", wanted.key());
    }
    if (found.size() > 1) {
      throw Problem.badRequest(
          "Several records fit", "Several records fit; give one of these ids: " + found);
    }
    return RecordProof.take(database, Clock.systemUTC(), found.get(0), actor);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T alone(Reading<T> reading) throws IOException {
    if (!readsItAll.tryAcquire()) {
      throw Problem.of(
              503, "Busy", "Somebody else exports or verifies the evidence here; try again later")
          .exception();
    }
    try {
      return reading.read();
    } finally {
      readsItAll.release();
    }
  }
}
