package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform of the default contract is told what it should have, and says what it lacks. */
class ContractManifestTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  Path folder;

  @Test
  void shouldNameWhatWasTakenAndIsNotHeldSoOnTheDaysThatDiffer() {
    ContractHoldings holdings = holdings(Journal.none());
    JsonArray told = holdings.digests().getJsonArray("days");
    assertThat(holdings.missing(told)).isEmpty();

    holdings.spoil("a", "spoil");
    holdings.spoil("b", "lose");

    assertThat(holdings.missing(told).stream().map(String::valueOf))
        .containsExactly(
            "{\"type\":\"disclosure\",\"source\":\"drop\",\"key\":\"a\",\"operation\":\"update\"}",
            "{\"type\":\"disclosure\",\"source\":\"drop\",\"key\":\"b\",\"operation\":\"insert\"}");
    assertThat(holdings.missing(holdings.digests().getJsonArray("days"))).isEmpty();
    holdings.take("disclosure", push("a"));
    holdings.take("disclosure", push("b"));
    assertThat(holdings.missing(told)).isEmpty();
  }

  @Test
  void shouldRememberWhatWasSpoiledWhenItIsStartedAgain() {
    Journal journal = Journal.in(folder.resolve("journal"));
    ContractHoldings before = holdings(journal);
    JsonArray told = before.digests().getJsonArray("days");
    before.spoil("b", "lose");
    journal.write();
    journal.close();

    // twice: once from the notes, once from the state they were gathered into
    for (int i = 0; i < 2; i++) {
      Journal again = Journal.in(folder.resolve("journal"));
      assertThat(new ContractHoldings(again).missing(told)).hasSize(1);
      again.write();
      again.close();
    }
  }

  @Test
  void shouldAskInOneAnswerForWhatItWasTold() {
    ContractCommands commands = new ContractCommands();
    commands.ask(
        new JsonObject().put("do", "rate").put("type", "disclosure").put("perSecond", "0.5"));
    commands.ask(
        new JsonObject().put("do", "pause").put("type", "disclosure").put("seconds", "60"));

    assertThat(commands.into(new JsonObject()).encode())
        .isEqualTo(
            "{\"commands\":[{\"do\":\"rate\",\"type\":\"disclosure\",\"perSecond\":0.5},"
                + "{\"do\":\"pause\",\"type\":\"disclosure\",\"seconds\":60}]}");
    assertThat(commands.into(new JsonObject())).isEmpty();
  }

  private static ContractHoldings holdings(Journal journal) {
    ContractHoldings holdings = new ContractHoldings(journal);
    holdings.take("disclosure", push("a"));
    holdings.take("disclosure", push("b"));
    holdings.take("disclosure", push("c"));
    return holdings;
  }

  private static JsonObject push(String key) {
    return new JsonObject()
        .put("source", "drop")
        .put("key", key)
        .put("operation", "insert")
        .put("recordVersion", "1.1")
        .put("day", "2026-03-02")
        .put("contentHash", "sha256:" + key);
  }
}
