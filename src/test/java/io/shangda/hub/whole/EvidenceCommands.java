package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.HubProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger with a terminal gets from {@code audit …}: the exit code and the words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EvidenceCommands {
  /** A leaf with several events, in a seal that others follow. */
  private static final String LEAF =
      "select min(l.id) from audit_leaf l join audit_seal_leaf s on s.leaf = l.id"
          + " where l.events > 1 and s.seal < (select max(seal) from audit_seal)";

  private final Dialect dialect;
  private Path folder;
  private EvidenceWorld world;
  private Ended whileItRan;
  private Ended wrongPassword;
  private Ended nobodyThere;

  EvidenceCommands(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeAll
  void seal(@TempDir Path temp) throws Exception {
    folder = temp;
    world = new EvidenceWorld(dialect, temp);
    world.sealThreeTimes();
    whileItRan = run("verify");
    assertThat(run("export", folder.resolve("running").toString()).code()).isZero();
    assertThat(run("bundle", "D-1", folder.resolve("asked").toString(), "--reason", "asked").code())
        .isZero();
    world.hub.with("SHANGDA_PASSWORD", "not-the-password");
    wrongPassword = run("verify");
    world
        .hub
        .with("SHANGDA_PASSWORD", HubProcess.PASSWORD)
        .with("SHANGDA_URL", "http://127.0.0.1:1");
    nobodyThere = run("verify");
    world.hub.close();
    world.keep();
  }

  @AfterEach
  void mend() throws Exception {
    world.putBack();
  }

  @AfterAll
  void close() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  private Ended run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "audit";
    System.arraycopy(words, 0, all, 1, words.length);
    return world.hub.run(all);
  }

  @Test
  void shouldVerifyExportAndBundleWhileTheHubRuns() {
    assertThat(whileItRan.code()).as(whileItRan.text()).isZero();
    assertThat(whileItRan.text()).contains("Newest seal: sha256:", "the evidence is whole");
    assertThat(run("verify", folder.resolve("running").toString()).text())
        .contains("the evidence is whole");
    assertThat(folder.resolve("asked").resolve("bundle.json")).content().contains("D-1");
    assertThat(folder.resolve("asked").resolve("证明.html")).content().contains("数据交换证明");
  }

  /** PostgreSQL lets the command read beside the hub, so only the embedded one needs the hub. */
  @Test
  void shouldAskTheRunningHubOnlyWhereItHoldsTheDatabaseAndSayWhatIsWrongWithThat() {
    if (dialect == Dialect.POSTGRESQL) {
      assertThat(List.of(wrongPassword.code(), nobodyThere.code())).containsOnly(0);
      return;
    }
    assertThat(whileItRan.text()).contains("The running hub checked it itself");
    assertThat(wrongPassword.code()).isEqualTo(2);
    assertThat(nobodyThere.code()).isEqualTo(3);
    assertThat(nobodyThere.text())
        .contains("A running hub holds the embedded database", "SHANGDA_URL");
  }

  @Test
  void shouldSayThatAllIsWhole() {
    Ended said = run("verify");

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text())
        .contains("seals, ", "Newest seal: sha256:", "Sealed with sha256:", "证据完整");
  }

  @Test
  void shouldNameTheEventOfWhichOneByteWasChanged() throws Exception {
    long leaf = world.number(LEAF);
    long event = world.number("select max(id) from audit_event where leaf = " + leaf);
    world.change(
        "update audit_event set content = replace(content, '\"id\":"
            + event
            + "', '\"id\":0')"
            + " where id = "
            + event);

    assertFound("leaf " + leaf + ", event " + event + ": Its content was changed");
  }

  @Test
  void shouldNameTheLeafOfADeletedRow() throws Exception {
    long leaf = world.number(LEAF);
    world.change(
        "delete from audit_event where id ="
            + " (select max(id) from audit_event where leaf = "
            + leaf
            + ")");

    assertFound("leaf " + leaf);
  }

  @Test
  void shouldNameTwoRowsThatWereSwapped() throws Exception {
    long leaf = world.number(LEAF);
    long first = world.number("select min(id) from audit_event where leaf = " + leaf);
    long last = world.number("select max(id) from audit_event where leaf = " + leaf);
    world.change(
        "update audit_event set content = (select k.content from kept_audit_event k where k.id = "
            + last
            + ") where id = "
            + first,
        "update audit_event set content = (select k.content from kept_audit_event k where k.id = "
            + first
            + ") where id = "
            + last);

    assertFound("leaf " + leaf + ", event " + first);
  }

  @Test
  void shouldNameTheSealsThatWereCutOff() throws Exception {
    long seal = world.number("select max(seal) from audit_seal");
    String ofSeal = " in (select leaf from audit_seal_leaf where seal = " + seal + ")";
    world.change(
        "delete from audit_event where leaf" + ofSeal,
        "delete from audit_leaf where id" + ofSeal,
        "delete from audit_seal_leaf where seal = " + seal,
        "delete from audit_seal where seal = " + seal);

    assertFound("seals %d to %d: The end of the chain was cut off".formatted(seal, seal));
  }

  @Test
  void shouldNameASealWithAForgedSignature() throws Exception {
    world.change(
        "update audit_seal set signature ="
            + " (select k.signature from kept_audit_seal k where k.seal = 1) where seal = 2");

    assertFound("seal 2: Its signature does not fit its content: it was changed or forged");
  }

  private void assertFound(String place) {
    Ended said = run("verify");
    assertThat(said.code()).as(said.text()).isEqualTo(1);
    assertThat(said.text()).contains(place, "damages were found");
  }

  @Test
  void shouldExportWhatCanBeVerifiedAndNameWhatIsChangedThere() throws Exception {
    Path export = folder.resolve("export");
    Ended said = run("export", export.toString());

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("audit events are in " + export, "newest seal sha256:");
    assertThat(run("verify", export.toString()).code()).isZero();

    Ended again = run("export", export.toString());
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.text()).contains("is there already");

    List<String> lines = Files.readAllLines(export.resolve("events.jsonl"));
    lines.remove(lines.size() - 1);
    Files.write(export.resolve("events.jsonl"), lines);
    Ended damaged = run("verify", export.toString());
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.text()).containsPattern("seal \\d+, leaf \\d+");
  }

  @Test
  void shouldBundleOneRecordAndSayThatThereIsNoSuchRecord() {
    Path proof = folder.resolve("proof");
    Ended said = run("bundle", "D-1", proof.toString(), "--reason", "asked by a court");

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("The proof of record ", " seals, is in " + proof);
    assertThat(proof.resolve("bundle.json")).content().contains("D-1");

    Ended nobody =
        run("bundle", "nothing-like-it", folder.resolve("none").toString(), "--reason", "asked");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.text()).contains("No record has the key or id 'nothing-like-it'");

    Ended again = run("bundle", "D-1", proof.toString(), "--reason", "asked by a court");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.text()).contains("is there already");
  }

  @Test
  void shouldShowTheUsageToWhoeverAsksInAWrongWay() {
    for (String[] words :
        List.of(
            new String[] {},
            new String[] {"verify", "--key"},
            new String[] {"export"},
            new String[] {"bundle", "D-1", "folder"})) {
      Ended said = run(words);
      assertThat(said.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(said.text()).contains("audit export <folder>");
    }
  }

  @Test
  void shouldNameTheFolderThatIsNotThereOrTakesNothing() {
    Ended absent = run("verify", folder.resolve("nowhere").toString());
    assertThat(absent.code()).isEqualTo(3);
    assertThat(absent.text()).contains("nowhere").contains("does not exist");

    // nobody, not even root, makes a file there
    for (Ended said :
        List.of(
            run("export", "/proc/1/evidence"),
            run("bundle", "D-1", "/proc/1/evidence", "--reason", "asked"))) {
      assertThat(said.code()).as(said.text()).isEqualTo(3);
      assertThat(said.text()).contains("/proc/1/evidence");
    }
  }

  @Test
  void shouldSayThatTheDatabaseCannotBeReached() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:1/postgres";
    HubProcess elsewhere = new HubProcess(folder.resolve("elsewhere-" + System.nanoTime()));
    if (dialect == Dialect.POSTGRESQL) {
      elsewhere.with("QUARKUS_PROFILE", "external").with("SHANGDA_DATABASE_URL", url);
    }

    for (Ended said :
        List.of(
            elsewhere.run("audit", "verify"),
            elsewhere.run("audit", "export", folder.resolve("never").toString()))) {
      assertThat(said.code()).as(said.text()).isEqualTo(3);
      assertThat(said.text())
          .contains(
              dialect == Dialect.POSTGRESQL
                  ? "the database " + url + " does not answer"
                  : "there is no database yet");
    }
    assertThat(folder.resolve("never")).doesNotExist();
  }
}
