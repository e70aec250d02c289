package io.shangda.hub.operate;

import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.audit.proof.AnchorFile;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Evidence;
import io.shangda.hub.audit.proof.Export;
import io.shangda.hub.audit.proof.ExportEvidence;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.operate.bundle.RecordProof;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the sealed evidence, in the database or in an export; writes such an export. */
final class AuditCommand implements Command {
  private final Surroundings surroundings;
  private final EvidenceOfHub running;
  private final PrintStream out;
  private final Clock clock;
  private final String person;

  /**
   * @param person who takes a bundle, as its audit event names him
   */
  AuditCommand(
      Surroundings surroundings, HubClient hub, PrintStream out, Clock clock, String person) {
    this.person = person;
    this.surroundings = surroundings;
    this.running = new EvidenceOfHub(hub);
    this.out = out;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String usage() {
    return """
        audit verify             check that the sealed evidence in the database is whole
        audit verify <folder>    the same for an export
              --anchors <file>   compare with anchors that were kept elsewhere
              --key <id>         trust this key; can be given several times
        audit export <folder>    write the sealed evidence as JSON lines, to be checked without the hub
        audit bundle <key> <folder> --reason <text>
                                 write one record's whole proof, with its content; key: source key or id""";
  }

  /** What was asked for. */
  private record Asked(@Nullable Path folder, List<Path> anchors, Set<String> keys) {}

  @Override
  public int run(List<String> arguments) {
    Deque<String> words = new ArrayDeque<>(arguments);
    String what = words.isEmpty() ? "" : words.poll();
    Asked asked = asked(words);
    try {
      if (what.equals("bundle")) {
        return bundle(arguments.subList(1, arguments.size()));
      }
      if (what.equals("verify") && asked != null) {
        return verify(asked);
      }
      if (what.equals("export")
          && asked != null
          && asked.folder() != null
          && asked.anchors().isEmpty()
          && asked.keys().isEmpty()) {
        return export(asked.folder());
      }
    } catch (HubClient.Refusal e) {
      out.println("A running hub holds the embedded database, so it was asked. " + e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      return cannot(why(e));
    } catch (UncheckedIOException e) {
      return cannot(why(Objects.requireNonNull(e.getCause())));
    } catch (StoreException e) {
      return cannot(String.valueOf(e.getMessage()));
    }
    out.println(usage());
    return WRONG_USE;
  }

  private int bundle(List<String> words) throws IOException, HubClient.Refusal {
    boolean good = words.size() == 4 && words.get(2).equals("--reason") && !words.get(3).isBlank();
    if (!good) {
      out.println(usage());
      return WRONG_USE;
    }
    String key = words.get(0);
    Path folder = Path.of(words.get(1));
    String reason = words.get(3).strip();
    try (Opening opening = surroundings.openToWrite()) {
      if (opening instanceof Opening.Held) {
        RecordProof proof = running.bundle(key, reason);
        proof.write(folder);
        out.println(proof.text(folder) + ", as the running hub gave it");
        return GOOD;
      }
      if (opening instanceof Opening.Open open) {
        return bundle(open.database(), key, folder, new Actor(person, reason));
      }
      return cannot(opening.why());
    }
  }

  private int bundle(Database database, String key, Path folder, Actor actor) throws IOException {
    List<Long> found = RecordProof.find(database, key);
    if (found.size() != 1) {
      out.println(
          found.isEmpty()
              ? "No record has the key or id '" + key + "'"
              : "Several records fit; give one of these ids: " + found);
      return FINDINGS;
    }
    RecordProof proof = RecordProof.take(database, clock, found.get(0), actor);
    proof.write(folder);
    out.println(proof.text(folder));
    return GOOD;
  }

  private static @Nullable Asked asked(Deque<String> words) {
    Path folder = null;
    List<Path> anchors = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (!words.isEmpty()) {
      String word = words.poll();
      String value = word.startsWith("--") ? words.poll() : word;
      if (value == null) {
        return null;
      }
      if (word.equals("--anchors")) {
        anchors.add(Path.of(value));
      } else if (word.equals("--key")) {
        keys.add(value);
      } else if (word.startsWith("--") || folder != null) {
        return null;
      } else {
        folder = Path.of(value);
      }
    }
    return new Asked(folder, anchors, keys);
  }

  private int verify(Asked asked) throws IOException, HubClient.Refusal {
    List<Anchor> outside = new ArrayList<>();
    for (Path file : asked.anchors()) {
      outside.addAll(AnchorFile.read(file));
    }
    if (asked.folder() != null) {
      try (Evidence evidence = new ExportEvidence(asked.folder())) {
        return verify(evidence, outside, asked.keys());
      }
    }
    try (Opening opening = surroundings.openToRead()) {
      if (opening instanceof Opening.Open open) {
        return verify(new DatabaseEvidence(open.database()), outside, asked.keys());
      }
      if (opening instanceof Opening.Held) {
        EvidenceOfHub.Found found = running.verify(outside, asked.keys());
        found.damages().forEach(out::println);
        out.println(
            "The running hub checked it itself; to check it without the hub, export it first.");
        return tell(found.summary(), found);
      }
      return cannot(opening.why());
    }
  }

  private int verify(Evidence evidence, List<Anchor> outside, Set<String> keys) {
    Verifier.Summary summary = new Verifier(evidence, outside, keys, out::println).run();
    return tell(summary, new EvidenceOfHub.Found(List.of(), summary, evidence.begin()));
  }

  private int tell(Verifier.Summary summary, EvidenceOfHub.Found evidence) {
    out.println(
        "%d seals, %d transactions, %d audit events, %d anchors were checked."
            .formatted(summary.seals(), summary.leaves(), summary.events(), summary.anchors()));
    if (summary.exchanges() + summary.exchangesGone() > 0) {
      out.println(
          "%d requests and answers have the hash that is sealed; of %d only the hash is kept."
              .formatted(summary.exchanges(), summary.exchangesGone()));
    }
    if (evidence.begin().seal() > 0) {
      out.println(
          "Seals 1 to %d are in earlier archives, the last of which must end with hash %s."
              .formatted(evidence.begin().seal(), evidence.begin().hash()));
    }
    if (!summary.newest().isEmpty()) {
      out.println("Newest seal: " + summary.newest());
    }
    summary
        .keys()
        .forEach(key -> out.println("Sealed with " + key + "; is it the one that the site noted?"));
    if (summary.damages() == 0) {
      out.println("Good: the evidence is whole. 证据完整。");
      return GOOD;
    }
    out.println("%d damages were found. 发现 %1$d 处损坏。".formatted(summary.damages()));
    return FINDINGS;
  }

  private int export(Path folder) throws IOException, HubClient.Refusal {
    try (Opening opening = surroundings.openToRead()) {
      if (opening instanceof Opening.Held) {
        running.export(folder);
        out.println("The sealed evidence is in " + folder + ", as the running hub gave it");
        return GOOD;
      }
      if (opening instanceof Opening.Open open) {
        Export.Written written =
            new Export(new DatabaseEvidence(open.database())).to(folder, clock.instant());
        out.println(
            "%d seals, %d transactions and %d audit events are in %s; newest seal %s"
                .formatted(
                    written.seals(), written.leaves(), written.events(), folder, written.newest()));
        return GOOD;
      }
      return cannot(opening.why());
    }
  }

  /** In words: the exceptions of files say no more than a path. */
  private static String why(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof FileAlreadyExistsException) {
      return message + " is there already";
    }
    if (e instanceof AccessDeniedException) {
      return message + " may not be read or written";
    }
    return e instanceof NoSuchFileException ? message + " does not exist" : message;
  }

  private int cannot(String why) {
    out.println("The evidence cannot be read or written: " + why + ".");
    return COULD_NOT_RUN;
  }
}
