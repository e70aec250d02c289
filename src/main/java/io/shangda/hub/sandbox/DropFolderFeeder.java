package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * An office that hands in files: five disclosure documents at the start, then by turns a
 * spreadsheet export in GB18030, one of the documents once more, JSON lines, a document with a
 * correction, and a file that is still being written when it is first seen.
 */
public final class DropFolderFeeder {
  private static final Logger LOG = Logger.getLogger(DropFolderFeeder.class);

  /** The documents, as resources below {@code /sandbox/disclosures}. */
  static final List<String> DOCUMENTS =
      List.of(
          "01-xilingol-2016-report.txt",
          "02-jiangshan-2012-report.txt",
          "03-collected-model-reports.txt",
          "04-chuxiong-2017-selfcheck.txt",
          "05-urad-front-2017-report.txt");

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern INDEX_NUMBER = Pattern.compile("索引号: ?([0-9A-Z]+/[0-9-]+)");
  private static final int ENTRIES = 6;
  private static final int TURNS = 5;

  /** The turn in which the documents are handed in. */
  private static final int FIRST = -1;

  /** What is handed in at a turn. */
  private record Handed(String name, byte[] content, boolean slow) {}

  private final Vertx vertx;
  private final Path folder;
  private final Duration every;
  private final Duration writing;
  private final Journal journal;
  private final HandedOut handedOut;
  private final Consumer<JsonObject> turns;
  private final Set<Integer> unfinished = new TreeSet<>();
  private int turn = FIRST;
  private long timer;

  /**
   * @param every from one file to the next
   * @param writing how long the slowly written file takes
   */
  public DropFolderFeeder(Vertx vertx, Path folder, Duration every, Duration writing) {
    this(vertx, folder, every, writing, Journal.none());
  }

  /** One that goes on, by a journal, where an earlier process of it was. */
  DropFolderFeeder(Vertx vertx, Path folder, Duration every, Duration writing, Journal journal) {
    this.vertx = vertx;
    this.folder = folder;
    this.every = every;
    this.writing = writing;
    this.journal = journal;
    this.handedOut = new HandedOut(journal);
    this.turns = journal.part("turns", this::recall, this::state);
  }

  private void recall(JsonObject note) {
    int known = note.getInteger("turn");
    turn = known + 1;
    if (note.getBoolean("done")) {
      unfinished.remove(known);
    } else {
      unfinished.add(known);
    }
  }

  /** The last turn stands for all before it, but for those whose file may not be whole. */
  private Stream<JsonObject> state() {
    int last = turn - 1;
    return Stream.concat(unfinished.stream(), Stream.of(last))
        .filter(one -> one >= FIRST)
        .map(one -> note(one, !unfinished.contains(one)));
  }

  private static JsonObject note(int turn, boolean done) {
    return new JsonObject().put("turn", turn).put("done", done);
  }

  /**
   * Hands in the five documents, or what an earlier process left unfinished, and goes on from
   * there; completes when they are in the folder.
   */
  public Future<Void> start() {
    return vertx
        .<Void>executeBlocking(
            () -> {
              Files.createDirectories(folder);
              for (int left : List.copyOf(unfinished)) {
                finish(left);
              }
              if (turn == FIRST) {
                begin(FIRST);
                finish(FIRST);
              }
              return null;
            })
        .onSuccess(
            done ->
                timer =
                    vertx.setPeriodic(
                        every.toMillis(),
                        tick ->
                            vertx.executeBlocking(this::next).onFailure(DropFolderFeeder::report)));
  }

  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  /** The next turn; gives the name of the file handed in. */
  String next() throws IOException {
    int now = turn;
    begin(now);
    Handed file = handed(now).get(0);
    if (file.slow()) {
      dropSlowly(file, now);
    } else {
      finish(now);
    }
    return file.name();
  }

  private static List<Handed> handed(int turn) {
    if (turn == FIRST) {
      return DOCUMENTS.stream().map(name -> new Handed(name, resource(name), false)).toList();
    }
    String document = DOCUMENTS.get(turn % TURNS == 1 ? 0 : 1);
    return List.of(
        switch (turn % TURNS) {
          case 0 -> new Handed("catalogue-" + turn + ".csv", csv(turn).getBytes(GB18030), false);
          case 1 -> new Handed(document, resource(document), false);
          case 2 ->
              new Handed(
                  "catalogue-" + turn + ".jsonl",
                  jsonLines(turn).getBytes(StandardCharsets.UTF_8),
                  false);
          case 3 -> new Handed(document, corrected(resource(document), turn), false);
          default ->
              new Handed("catalogue-" + turn + "-slow.csv", csv(turn).getBytes(GB18030), true);
        });
  }

  /** From now on its files will be there in the end, whatever happens to this process. */
  private synchronized void begin(int now) {
    turn = now + 1;
    unfinished.add(now);
    handed(now).forEach(file -> noteHandedOut(file.name(), file.content()));
    turns.accept(note(now, false));
    journal.write();
  }

  private void finish(int now) throws IOException {
    for (Handed file : handed(now)) {
      drop(file);
    }
    finished(now);
  }

  private synchronized void finished(int now) {
    unfinished.remove(now);
    turns.accept(note(now, true));
    journal.write();
  }

  private static String csv(int turn) {
    return entries(turn)
        .map(CatalogueEntry::csvLine)
        .collect(Collectors.joining("\r\n", CatalogueEntry.csvHeader() + "\r\n", "\r\n"));
  }

  private static String jsonLines(int turn) {
    return entries(turn)
        .map(CatalogueEntry::json)
        .map(JsonObject::encode)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Mostly good entries; the last one of a file has a slip, another at every turn. */
  private static Stream<CatalogueEntry> entries(int turn) {
    CatalogueEntry.Slip[] slips = CatalogueEntry.Slip.values();
    return IntStream.range(0, ENTRIES)
        .mapToObj(
            i ->
                new CatalogueEntry(
                    turn * ENTRIES + i,
                    i == ENTRIES - 1
                        ? slips[1 + (turn + turn / TURNS) % (slips.length - 1)]
                        : CatalogueEntry.Slip.NONE));
  }

  /** Every record of every file, as {@link HandedOut#json} shows it. */
  JsonObject handedOut() {
    return handedOut.json();
  }

  private void noteHandedOut(String name, byte[] content) {
    if (name.endsWith(".txt")) {
      handedOut.note("disclosure", documentKey(name, content), content, "");
      return;
    }
    int at = Integer.parseInt(name.replaceAll("[^0-9]", ""));
    entries(at)
        .forEach(
            entry -> handedOut.note("disclosure", entry.key(name.endsWith(".csv")), content, ""));
  }

  /** The index number; the file's name without its ending where there is none. */
  private static String documentKey(String name, byte[] content) {
    Matcher number = INDEX_NUMBER.matcher(new String(content, StandardCharsets.UTF_8));
    return number.find() ? number.group(1) : name.substring(0, name.lastIndexOf('.'));
  }

  private static byte[] corrected(byte[] document, int turn) {
    String text = new String(document, StandardCharsets.UTF_8);
    return (text + "\n更正说明:第" + (turn / TURNS + 1) + "次更正，数字以本页为准。\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** In one move, so that nobody sees half of it. */
  private void drop(Handed handed) throws IOException {
    Path part = folder.resolve("." + handed.name() + ".part");
    Files.write(part, handed.content());
    Files.move(part, folder.resolve(handed.name()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** As an office's own export does it: the file is there long before it is whole. */
  private void dropSlowly(Handed handed, int now) throws IOException {
    byte[] content = handed.content();
    Path file = folder.resolve(handed.name());
    int half = content.length / 2;
    Files.write(file, Arrays.copyOf(content, half));
    vertx.setTimer(
        Math.max(1, writing.toMillis()),
        later ->
            vertx
                .executeBlocking(
                    () -> {
                      Files.write(
                          file,
                          Arrays.copyOfRange(content, half, content.length),
                          StandardOpenOption.APPEND);
                      finished(now);
                      return null;
                    })
                .onFailure(DropFolderFeeder::report));
  }

  private static void report(Throwable cause) {
    LOG.warn(
        "The sandbox could not write to its drop folder; it tries again at its next turn", cause);
  }

  static byte[] resource(String document) {
    String path = "/sandbox/disclosures/" + document;
    try (InputStream in = DropFolderFeeder.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("resource " + path + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + path + " cannot be read", e);
    }
  }
}
