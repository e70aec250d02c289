package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What the receivers count must itself be right: each wrong that can be done to them shows. */
class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals(Journal.none());

  @Test
  void shouldFindNothingInARepeatOfTheSameBytesUnderTheSameKey() {
    note("1.1", "k1", "bytes", true);
    note("1.1", "k1", "bytes", true);
    assertThat(summary())
        .isEqualTo(
            new JsonObject(
                """
                {"records": 1, "sent": 2, "taken": 1, "repeated": 1,
                 "doubled": 0, "changed": 0, "inverted": 0, "orphaned": 0,
                 "exposed": 0}"""));
  }

  @Test
  void shouldCountAVersionTakenUnderTwoKeysAsDoubled() {
    note("1.1", "k1", "bytes", true);
    note("1.1", "k2", "bytes", true);
    assertThat(summary().getInteger("doubled")).isEqualTo(1);
  }

  @Test
  void shouldNotCountAVersionAsDoubledThatWasRefusedUnderItsFirstKey() {
    note("1.1", "k1", "bytes", false);
    note("1.1", "k2", "bytes", true);
    assertThat(summary().getInteger("doubled")).isZero();
  }

  @Test
  void shouldCountOtherBytesUnderTheSameKeyAsChanged() {
    note("1.1", "k1", "bytes", true);
    note("1.1", "k1", "other", true);
    assertThat(summary().getInteger("changed")).isEqualTo(1);
  }

  @Test
  void shouldCountAnOlderVersionAfterANewerOneAsInverted() {
    note("1.9", "k9", "nine", true);
    note("1.10", "k10", "ten", true);
    note("1.9", "k9", "nine", false);
    note("2.1", "e2", "restored", true);
    assertThat(summary().getInteger("inverted")).isEqualTo(1);
  }

  @Test
  void shouldCountAChildBeforeItsParentAsOrphaned() {
    arrivals.note(push("child", "1.1", "c", "bytes", "", "P1"), false, "rejected");
    arrivals.note(push("parent", "1.1", "p", "bytes", "P1", ""), true, "accepted");
    arrivals.note(push("child", "1.1", "c", "bytes", "", "P1"), true, "accepted");
    assertThat(summary().getInteger("orphaned")).isEqualTo(1);
  }

  @Test
  void shouldKnowAnIdentityNumberFromOtherLongNumbers() {
    String number = Identifiers.identityNumber("532301", 7);
    assertThat(Arrivals.identityNumberIn("身份证号码" + number + "。")).isTrue();
    assertThat(Arrivals.identityNumberIn("5301503202511220000003" + " " + TradingCentre.PUBLISHER))
        .isFalse();
    assertThat(
            Arrivals.identityNumberIn(number.substring(0, 6) + "********" + number.substring(14)))
        .isFalse();
  }

  private void note(String version, String key, String body, boolean taken) {
    arrivals.note(push("record", version, key, body, "", ""), taken, taken ? "accepted" : "no");
  }

  private static Arrivals.Push push(
      String record, String version, String key, String body, String name, String parent) {
    return new Arrivals.Push("type", record, "insert", version, key, body, name, parent, false);
  }

  private JsonObject summary() {
    return arrivals.json().getJsonObject("summary");
  }
}
