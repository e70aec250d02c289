package io.shangda.hub.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lower system: where it is, how it is read, what it has.
 *
 * @param title what operators call it, in Chinese
 * @param region GB/T 2260 code, 6, 9 or 12 digits
 * @param publisher unified social credit code (GB 32100) of the body that publishes
 * @param sandbox true if it exists only while the sandbox runs
 * @param connector name of the route {@code direct:<connector>} in {@code routes/connectors/}
 * @param options the connector's own options, already checked against the connector's schema
 * @param charset of what is pulled; default UTF-8, {@code auto} in the file stands for UTF-8 with
 *     fallback to GB18030
 * @param zone of times without an offset; default Asia/Shanghai
 * @param maxRecord the longest record in bytes; a longer one is unreadable
 */
public record SourceConfig(
    SourceId id,
    String title,
    String region,
    String publisher,
    boolean sandbox,
    String connector,
    ObjectNode options,
    @Nullable Charset charset,
    ZoneId zone,
    Schedule schedule,
    int maxRecord,
    List<SourceType> types) {

  /**
   * When it is pulled. Exactly one of the two is set; neither means on demand only.
   *
   * @param every from the end of one run to the start of the next
   * @param cron six fields, seconds first
   */
  public record Schedule(@Nullable Duration every, @Nullable String cron) {}

  /**
   * One record type of a source.
   *
   * @param when which records of a page are of this type; null takes all
   * @param key JSON Pointers whose values, joined by {@code |}, are the source key
   * @param versionTime JSON Pointer to the time the source gives to this version; null: arrival
   *     decides
   * @param deleted the sign by which the source marks a deleted record
   * @param ignore JSON Pointers left out of the source hash (a click counter, say)
   * @param mapping path below {@code config/mappings/}
   * @param schema path below {@code config/schemas/}
   * @param rules names of rule sets in {@code config/rules/}
   * @param personalData false if unmasked personal data holds the record (the default), true if the
   *     type allows it
   * @param search JSON Pointers into the provincial record whose values find it again ({@code
   *     records?q=})
   * @param absence how records are withdrawn that the source no longer lists; null: they are not
   */
  public record SourceType(
      RecordType type,
      @Nullable Sign when,
      List<String> key,
      @Nullable String versionTime,
      @Nullable Sign deleted,
      List<String> ignore,
      @Nullable Parent parent,
      String mapping,
      String schema,
      List<String> rules,
      boolean personalData,
      List<String> search,
      List<TargetId> targets,
      @Nullable Absence absence) {

    /** A type whose records are withdrawn only by a sign, if it has one. */
    public SourceType(
        RecordType type,
        @Nullable Sign when,
        List<String> key,
        @Nullable String versionTime,
        @Nullable Sign deleted,
        List<String> ignore,
        @Nullable Parent parent,
        String mapping,
        String schema,
        List<String> rules,
        boolean personalData,
        List<String> search,
        List<TargetId> targets) {
      this(
          type,
          when,
          key,
          versionTime,
          deleted,
          ignore,
          parent,
          mapping,
          schema,
          rules,
          personalData,
          search,
          targets,
          null);
    }
  }

  /**
   * When a record that is no longer in the source's list is withdrawn.
   *
   * @param snapshots complete lists in a row that lack it
   * @param grace since the first of them
   * @param share of the list, 0 to 1, that may be withdrawn in 24 hours without a person
   * @param count how many may
   * @param undo how long what was withdrawn can be brought back
   */
  public record Absence(int snapshots, Duration grace, double share, int count, Duration undo) {}

  /**
   * The types whose lists are kept from one run to the next: those withdrawn by absence, and their
   * children, for a parent whose children are still listed is not withdrawn without a person.
   */
  public List<SourceType> listed() {
    return types.stream().filter(t -> t.absence() != null || isChild(t)).toList();
  }

  private boolean isChild(SourceType type) {
    return type.parent() != null
        && types.stream()
            .anyMatch(t -> t.absence() != null && t.type().equals(type.parent().type()));
  }

  /**
   * A field that has one of some values.
   *
   * @param field JSON Pointer
   * @param values compared as text
   */
  public record Sign(String field, List<String> values) {}

  /**
   * The record that must have been accepted by a target before this one is sent there.
   *
   * @param key JSON Pointers into the raw record that give the parent's source key
   * @param optional true: a record without them has no parent; false (default): it is rejected
   */
  public record Parent(RecordType type, List<String> key, boolean optional) {}
}
