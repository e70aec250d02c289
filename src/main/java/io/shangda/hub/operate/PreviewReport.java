package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.intake.Preview;
import io.shangda.hub.operate.configure.JsonChanges;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.TargetId;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** A preview as a person reads it: each record with what it would become, and what is wrong. */
final class PreviewReport {
  private static final int LONGEST = 80;

  private final PrintStream out;
  private final boolean compared;

  /**
   * @param compared true if the database was asked what it knows
   */
  PreviewReport(PrintStream out, boolean compared) {
    this.out = out;
    this.compared = compared;
  }

  /** Prints it all; gives true if there is any finding. */
  boolean print(Preview.Seen seen) {
    seen.unreadable().forEach(this::unreadable);
    seen.versions().forEach(this::version);
    out.println(summary(seen));
    return !seen.unreadable().isEmpty()
        || seen.versions().stream().anyMatch(version -> !version.findings().isEmpty());
  }

  private void unreadable(RawRecord.Unreadable record) {
    out.println(record.place() + "  would be unreadable (" + record.rule() + ")");
    out.println("    " + record.zh());
    out.println("    " + record.en());
  }

  private void version(Preview.Version version) {
    out.println(
        version.place() + "  " + version.type() + " " + version.key() + "  " + fate(version));
    JsonNode payload = version.payload();
    if (payload != null) {
      payload(payload);
    }
    version
        .own()
        .forEach(
            (target, own) -> {
              out.println("  to " + target + " in its own form:");
              payload(own);
            });
    if (compared) {
      before(version);
    }
    version.findings().forEach(this::finding);
  }

  private static String fate(Preview.Version version) {
    String targets =
        version.targets().stream().map(TargetId::value).collect(Collectors.joining(", "));
    String what =
        switch (version.state()) {
          case "planned" ->
              (version.deleted() ? "a withdrawal, planned for " : "planned for ")
                  + (targets.isEmpty() ? "no target" : targets)
                  + (version.waitsFor() == null
                      ? ""
                      : "; it waits there for its parent "
                          + version.waitsFor()
                          + ", which is not known");
          case "held" -> "held until a person releases it";
          case "superseded" -> "superseded: a newer version is known";
          default -> version.state();
        };
    Preview.Before before = version.before();
    return before != null && before.same() ? "unchanged; judged anew it would be " + what : what;
  }

  private void payload(JsonNode payload) {
    payload.toPrettyString().lines().forEach(line -> out.println("  " + line));
  }

  private void before(Preview.Version version) {
    Preview.Before before = version.before();
    if (before == null) {
      out.println("  new: the database knows no version of it");
      return;
    }
    String name = "version " + before.version() + " (" + before.state() + ")";
    JsonNode old = before.payload();
    JsonNode now = version.payload();
    if (old == null || now == null) {
      out.println("  against " + name + ": no two provincial records to compare");
      return;
    }
    List<String> changes = JsonChanges.between(old, now);
    out.println("  against " + name + (changes.isEmpty() ? ": the same" : ":"));
    changes.forEach(change -> out.println("    " + change));
  }

  private void finding(Finding finding) {
    out.println(
        "  %s %s at %s: '%s'"
            .formatted(
                finding.severity().word(),
                finding.rule(),
                finding.field().isEmpty() ? "the whole record" : finding.field(),
                shown(finding.value())));
    out.println("    " + finding.zh());
    out.println("    " + finding.en());
  }

  /** A value on one line; the record itself is printed above. */
  private static String shown(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String summary(Preview.Seen seen) {
    return "%d records: %d would be planned, %d held, %d rejected, %d superseded, %d unreadable; %d repeated"
            .formatted(
                seen.versions().size() + seen.unreadable().size() + seen.repeated(),
                count(seen, "planned"),
                count(seen, "held"),
                count(seen, "rejected"),
                count(seen, "superseded"),
                seen.unreadable().size(),
                seen.repeated())
        + ". Nothing was stored, sent or moved.";
  }

  private static long count(Preview.Seen seen, String state) {
    return seen.versions().stream().filter(version -> version.state().equals(state)).count();
  }
}
