package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.Bundle;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Writes one record's proof into a folder; that it was taken is an audit event itself. */
final class AuditBundle {
  private final Database database;
  private final PrintStream out;
  private final Clock clock;

  AuditBundle(Database database, PrintStream out, Clock clock) {
    this.database = database;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Writes it.
   *
   * @return the command's exit code
   */
  int write(String key, Path folder, Actor actor) throws IOException {
    Bundle bundles = new Bundle(database);
    List<Long> found = bundles.find(key);
    if (found.size() != 1) {
      out.println(
          found.isEmpty()
              ? "No record has the key or id '" + key + "'"
              : "Several records fit; give one of these ids: " + found);
      return Command.FINDINGS;
    }
    long record = found.get(0);
    AuditLog.Event taken = new AuditLog.Event("bundle-taken", record, "", "", actor, Map.of());
    AuditLog audit = new AuditLog(database, clock);
    database.execute(c -> audit.append(c, List.of(taken))); // before anybody sees content
    ObjectNode bundle = bundles.of(record);
    new BundledRules(database).add(bundle);
    directory(folder);
    Files.writeString(
        folder.resolve("bundle.json"),
        bundle.toPrettyString() + "\n",
        StandardOpenOption.CREATE_NEW);
    Files.writeString(
        folder.resolve("证明.html"),
        BundlePage.of(bundle, actor, clock.instant()),
        StandardOpenOption.CREATE_NEW);
    out.println(
        "The proof of record %d, %d audit events in %d seals, is in %s"
            .formatted(record, bundle.path("events").size(), bundle.path("seals").size(), folder));
    return Command.GOOD;
  }

  /** For whoever took it alone: it holds content. */
  private static void directory(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }
}
