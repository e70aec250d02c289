package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.store.Database;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be done with kept content: run intake again, erase it. */
public class Content {
  private final Reprocessing reprocessing;
  private final Purging purging;

  public Content(
      Database database, SourcePlans plans, PageReader reader, Intake intake, AuditLog audit) {
    this.reprocessing = new Reprocessing(database, plans, reader, intake, audit);
    this.purging = new Purging(database, plans, reader, audit);
  }

  /**
   * Which records are taken in again; null does not restrict.
   *
   * @param rule the newest version has a finding of this rule
   * @param state of the newest version: {@code rejected}, {@code held}, {@code refused} or {@code
   *     planned}; or {@link #UNREADABLE}: instead of records, what could not be read, by the
   *     settings its source has now
   * @param since the newest version, or what could not be read, arrived then or later
   * @param until it arrived before
   */
  public record Filter(
      String source,
      @Nullable String type,
      @Nullable String rule,
      @Nullable String state,
      @Nullable Instant since,
      @Nullable Instant until) {}

  /** As a state: what could not be read, and so became no record. */
  public static final String UNREADABLE = "unreadable";

  /**
   * A run over kept content.
   *
   * @param run its id
   * @param records that were taken in again
   * @param purged that fit but were left out, because their content was purged
   * @param overtaken that were left out, because newer content of the same record has come since
   * @param error what could not be taken in again and why; null if nothing
   */
  public record Reprocessed(
      long run, int records, int purged, int overtaken, @Nullable String error) {}

  /**
   * Runs intake again, on kept content, for the newest version of each record that fits, or for
   * what could not be read. What would be sent just as it was sent makes no new version; what is
   * pulled meanwhile is not overtaken.
   *
   * @throws IllegalArgumentException if the configuration has no such source
   */
  public Reprocessed reprocess(Filter filter, Actor actor) {
    return reprocessing.reprocess(filter, actor);
  }

  /**
   * Erases a record's content everywhere in the database: versions, deliveries, findings, and its
   * place in every page it stands in; the other records of a page stay. Key, hashes and events are
   * kept. What is not sent yet is closed; what a target has it keeps.
   *
   * @return what was done and what still holds the content, in the operator's words
   * @throws IllegalArgumentException if there is no such record
   */
  public String purge(long record, Actor actor) {
    return purging.purge(record, actor);
  }
}
