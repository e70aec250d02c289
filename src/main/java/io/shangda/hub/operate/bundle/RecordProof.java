package io.shangda.hub.operate.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.Bundle;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * One record's whole proof, with its content.
 *
 * @param bundle what can be checked
 * @param page the same to be read, printed and signed, in Chinese
 */
public record RecordProof(long record, ObjectNode bundle, String page) {

  /** The records of a source key or id. */
  public static List<Long> find(Database database, String key) {
    return new Bundle(database).find(key);
  }

  /** Makes it; that it was taken, by whom and why, is an audit event itself. */
  public static RecordProof take(Database database, Clock clock, long record, Actor actor) {
    AuditLog.Event taken = new AuditLog.Event("bundle-taken", record, "", "", actor, Map.of());
    AuditLog audit = new AuditLog(database, clock);
    database.execute(c -> audit.append(c, List.of(taken))); // before anybody sees content
    ObjectNode bundle = new Bundle(database).of(record);
    new BundledRules(database).add(bundle);
    return new RecordProof(record, bundle, BundlePage.of(bundle, actor, clock.instant()));
  }

  /**
   * Writes it into a folder, which is made for whoever took it alone.
   *
   * @throws java.nio.file.FileAlreadyExistsException if a proof is there already
   */
  public void write(Path folder) throws IOException {
    directory(folder);
    write(folder.resolve("bundle.json"), bundle.toPrettyString() + "\n");
    write(folder.resolve("证明.html"), page);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }

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

  /** In one line, for whoever asked for it. */
  public String text(Path folder) {
    return "The proof of record %d, %d audit events in %d seals, is in %s"
        .formatted(record, bundle.path("events").size(), bundle.path("seals").size(), folder);
  }
}
