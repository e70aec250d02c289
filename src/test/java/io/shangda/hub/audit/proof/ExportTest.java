package io.shangda.hub.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.store.Dialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An export is checked by the hub and by the script that the README prints, which knows nothing of
 * the hub; both find each damage.
 */
class ExportTest {
  /** Of the README's scripts: says whether all is whole. */
  private static final int WHOLE = 0;

  /** Of the README's scripts: names every damage. */
  private static final int VERIFY = 1;

  private static final Pattern SCRIPT = Pattern.compile("```python\n(.*?)\n```", Pattern.DOTALL);

  private final Path temp;
  private final Path export;

  ExportTest(@TempDir Path temp) {
    this.temp = temp;
    this.export = temp.resolve("evidence");
  }

  private SealedWorld world(Dialect dialect) throws IOException {
    SealedWorld world = new SealedWorld(dialect);
    new Export(new DatabaseEvidence(world.database)).to(export, Instant.EPOCH);
    return world;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldHoldTheEvidenceWhole(Dialect dialect) throws Exception {
    SealedWorld world = world(dialect);

    assertThat(world.verify(export, world.anchor(2))).isEmpty();
    Said said = script();
    assertThat(said.text()).startsWith("3 seals, newest " + world.anchor(3).hash());
    assertThat(said.text()).endsWith(": whole\n");
    assertThat(said.code()).isZero();
    Said brief = run(WHOLE);
    assertThat(brief.text()).startsWith("whole: 3 seals, newest " + world.anchor(3).hash());
    assertThat(brief.code()).isZero();
  }

  @Test
  void shouldNotMixWithAnEarlierExport() throws Exception {
    SealedWorld world = world(Dialect.H2);

    assertThatThrownBy(
            () -> new Export(new DatabaseEvidence(world.database)).to(export, Instant.EPOCH))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void shouldPrintTheSameScriptsInBothLanguages() throws IOException {
    assertThat(scriptsOf("README.md")).hasSize(2);
    assertThat(scriptsOf("README.zh-CN.md")).isEqualTo(scriptsOf("README.md"));
  }

  @Test
  void shouldFindAChangedByteOfAnEvent() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("events.jsonl", lines -> replace(lines, 1, "\"n\":1", "\"n\":2"));

    assertFound(
        world,
        "EVENT_CHANGED seal 1, leaf %d, event %d".formatted(world.leaf("b"), world.id("b")),
        "seal 1, leaf %d: its events are not".formatted(world.leaf("b")));
  }

  @Test
  void shouldFindADeletedEvent() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("events.jsonl", lines -> lines.remove(1));

    assertFound(
        world,
        "EVENT_MISSING seal 1, leaf " + world.leaf("b"),
        "seal 1, leaf %d: its events are not".formatted(world.leaf("b")));
  }

  @Test
  void shouldFindTwoSwappedEvents() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("events.jsonl", lines -> Collections.swap(lines, 0, 1));

    assertFound(
        world,
        "EVENTS_SWAPPED seal 1, leaf %d, event %d".formatted(world.leaf("a"), world.id("a")),
        "seal 1, leaf %d: its events are not".formatted(world.leaf("a")));
  }

  @Test
  void shouldFindTwoSwappedEventsOfDifferentSeals() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("events.jsonl", lines -> Collections.swap(lines, 1, 5));

    assertFound(
        world,
        "EVENT_MISSING seal 1, leaf " + world.leaf("b"),
        "seal 1, leaf %d: its events are not".formatted(world.leaf("b")));
  }

  @Test
  void shouldFindAMissingLeaf() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("leaves.jsonl", lines -> lines.remove(3));

    assertFound(world, "LEAF_MISSING seal 2", "seal 2: its leaves are not");
  }

  @Test
  void shouldFindAForgedSeal() throws Exception {
    SealedWorld world = world(Dialect.H2);
    String text = world.texts("select content from audit_seal where seal = 2").get(0);
    String forged = text.replace("\"events\":3", "\"events\":4");
    change(
        "seals.jsonl",
        lines -> {
          replace(lines, 1, "\\\"events\\\":3", "\\\"events\\\":4");
          replace(lines, 1, Seal.hash(text).text(), Seal.hash(forged).text());
        });

    assertFound(world, "SIGNATURE_FALSE seal 2", "seal 3: it does not follow the seal before it");
    assertThat(script("--all").text()).contains("seal 2: its signature is false");
  }

  @Test
  void shouldFindAForgedNewestSignatureOfEveryKey() throws Exception {
    SealedWorld world = new SealedWorld(Dialect.H2);
    world.sealWithAnotherKey();
    new Export(new DatabaseEvidence(world.database)).to(export, Instant.EPOCH);
    assertThat(script().text()).endsWith(": whole\n");
    String first = signature(0);
    change("seals.jsonl", lines -> replace(lines, 3, signature(lines.get(3)), first));

    assertFound(world, "SIGNATURE_FALSE seal 4", "seal 4: its signature is false");
  }

  @Test
  void shouldLeaveSignaturesThatALaterOneVouchesForToWhoeverAsksForAll() throws Exception {
    world(Dialect.H2);
    String first = signature(0);
    change("seals.jsonl", lines -> replace(lines, 1, signature(lines.get(1)), first));

    assertThat(script().text()).endsWith(": whole\n");
    Said all = script("--all");
    assertThat(all.text()).contains("seal 2: its signature is false");
    assertThat(all.code()).isEqualTo(1);
  }

  @Test
  void shouldComeAsOneZipFileThatNeverLeadsOutOfItsFolder() throws Exception {
    SealedWorld world = new SealedWorld(Dialect.H2);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    new Export(new DatabaseEvidence(world.database)).toZip(zip, Instant.EPOCH);

    ExportZip.unpack(new ByteArrayInputStream(zip.toByteArray()), export);

    assertThat(world.verify(export, world.anchor(3))).isEmpty();
    byte[] half = Arrays.copyOf(zip.toByteArray(), zip.size() / 2);
    assertThatThrownBy(() -> ExportZip.unpack(new ByteArrayInputStream(half), temp.resolve("cut")))
        .isInstanceOf(IOException.class);
    ByteArrayOutputStream evil = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(evil)) {
      out.putNextEntry(new ZipEntry("../outside"));
    }
    assertThatThrownBy(
            () ->
                ExportZip.unpack(
                    new ByteArrayInputStream(evil.toByteArray()), temp.resolve("evil")))
        .hasMessageContaining("no export");
    assertThat(temp.resolve("outside")).doesNotExist();
  }

  private String signature(int line) throws IOException {
    return signature(Files.readAllLines(export.resolve("seals.jsonl")).get(line));
  }

  private static String signature(String line) {
    return Lines.seal(line).orElseThrow().signature();
  }

  @Test
  void shouldFindAMissingSeal() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("seals.jsonl", lines -> lines.remove(1));

    assertFound(world, "SEAL_MISSING seal 2", "seal 3: it comes where seal 2 is expected");
  }

  @Test
  void shouldFindALeafThatIsSealedTwice() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change(
        "leaves.jsonl",
        lines ->
            lines.add(lines.get(0).replace("\"seal\":1,\"place\":0", "\"seal\":3,\"place\":1")));

    String leaf = "leaf " + world.leaf("a");
    assertFound(world, "LEAF_TWICE seal 3, " + leaf, "seal 3, " + leaf + ": it is sealed twice");
  }

  @Test
  void shouldFindACutTailByAnAnchorThatWasKeptElsewhere() throws Exception {
    SealedWorld world = world(Dialect.H2);
    Path anchors =
        Files.writeString(temp.resolve("anchors.jsonl"), Lines.of(world.anchor(3)) + "\n");
    String newest = world.anchor(2).hash();
    change("seals.jsonl", lines -> lines.remove(2));
    change("leaves.jsonl", lines -> lines.removeIf(line -> line.startsWith("{\"seal\":3,")));
    change("events.jsonl", lines -> lines.removeIf(line -> line.startsWith("{\"seal\":3,")));
    change(
        "manifest.json",
        lines -> {
          lines.replaceAll(line -> line.replace("\"seals\" : 3", "\"seals\" : 2"));
          lines.replaceAll(line -> line.replace(world.anchor(3).hash(), newest));
        });

    assertThat(world.verify(export)).isEmpty(); // nothing in the folder can tell
    assertThat(world.verify(export, AnchorFile.read(anchors).get(0)))
        .containsExactly("TAIL_CUT seals 3 to 3");
    assertThat(script().code()).isZero();
    Said said = script(anchors.toString());
    assertThat(said.text()).contains("end: cut off: elsewhere knows seal 3");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void shouldFindARebuiltChainByAnAnchorThatWasKeptElsewhere() throws Exception {
    world(Dialect.H2);
    SealedWorld other = new SealedWorld(Dialect.H2);
    Path anchors =
        Files.writeString(temp.resolve("anchors.jsonl"), Lines.of(other.anchor(2)) + "\n");

    assertThat(other.verify(export, other.anchor(2))).containsExactly("ANCHOR_DIFFERS seal 2");
    assertThat(script(anchors.toString()).text())
        .contains("seal 2: elsewhere was told another hash");
  }

  @Test
  void shouldSayWhichLineCannotBeRead() throws Exception {
    SealedWorld world = world(Dialect.H2);
    change("leaves.jsonl", lines -> replace(lines, 1, "{", "["));

    assertThat(world.verify(export)).contains("UNREADABLE leaves.jsonl, line 2");
  }

  private void assertFound(SealedWorld world, String byHub, String byScript) throws Exception {
    assertThat(world.verify(export)).contains(byHub);
    Said said = script();
    assertThat(said.text()).contains(byScript);
    assertThat(said.code()).isEqualTo(1);
    Said brief = run(WHOLE);
    assertThat(brief.code()).as(brief.text()).isEqualTo(1);
  }

  private void change(String file, Consumer<List<String>> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(export.resolve(file)));
    change.accept(lines);
    Files.write(export.resolve(file), lines);
  }

  private static void replace(List<String> lines, int at, String old, String by) {
    assertThat(lines.get(at)).contains(old);
    lines.set(at, lines.get(at).replace(old, by));
  }

  private record Said(String text, int code) {}

  private Said script(String... words) throws Exception {
    return run(VERIFY, words);
  }

  /** One of the README's scripts, as it is printed. */
  private Said run(int which, String... words) throws Exception {
    Path file = Files.writeString(temp.resolve("script.py"), scriptsOf("README.md").get(which));
    List<String> command = new ArrayList<>(List.of("python3", "" + file, "" + export));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(text, process.waitFor());
  }

  private static List<String> scriptsOf(String readme) throws IOException {
    return SCRIPT
        .matcher(Files.readString(Path.of(readme)))
        .results()
        .map(script -> script.group(1) + "\n")
        .toList();
  }
}
