package io.shangda.hub.retention;

import io.shangda.hub.audit.proof.ArchiveRange;
import io.shangda.hub.audit.proof.Damage;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Evidence;
import io.shangda.hub.audit.proof.Export;
import io.shangda.hub.audit.proof.ExportEvidence;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.record.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive: a folder as an export writes it, with the hashes of its files in {@code SHA256SUMS}.
 * It is written under a hidden name, checked, brought to disk and then renamed, so that a folder
 * with an archive's name is always a whole one.
 *
 * @param hash of {@code SHA256SUMS}
 */
record ArchiveFile(Path folder, String hash, long events) {
  private static final String SUMS = "SHA256SUMS";

  /**
   * @throws IllegalStateException if it cannot be written, or what was written is not whole
   */
  static ArchiveFile write(Path folder, ArchiveRange range, DatabaseEvidence evidence, Instant at) {
    String name = "seals-%09d-%09d".formatted(range.first(), range.last());
    Path part = folder.resolve("." + name);
    Path done = folder.resolve(name);
    try {
      remove(part);
      Export.Written written = new Export(evidence).to(part, at);
      check(part, evidence);
      String sums = sums(part);
      Files.writeString(part.resolve(SUMS), sums, StandardCharsets.US_ASCII);
      for (Path file : files(part)) {
        force(file);
      }
      force(part);
      remove(done); // of a node that died before it could mark it: nothing refers to it
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      return new ArchiveFile(
          done.toAbsolutePath().normalize(), Hash.sha256(sums).text(), written.events());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Audit events of seals %d to %d could not be archived in %s (%s); they stay in the database"
              .formatted(range.first(), range.last(), folder.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  private static void check(Path part, DatabaseEvidence evidence) throws IOException {
    List<Damage> damages = new ArrayList<>();
    Set<String> keys = evidence.keyIds();
    try (Evidence written = new ExportEvidence(part)) {
      new Verifier(written, List.of(), keys, damages::add).run();
    }
    if (!damages.isEmpty()) {
      throw new IllegalStateException(
          "Audit events are not archived and stay in the database, because they are not whole: "
              + damages.get(0)
              + " Ask 'audit verify' for the rest.");
    }
  }

  /** As {@code sha256sum} writes and checks it. */
  private static String sums(Path part) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : files(part)) {
      sums.append(sum(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return sums.toString();
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        digest.update(some, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().collect(Collectors.toList());
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
