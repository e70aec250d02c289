package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys that a target has for records are made by the hub and must tell them apart. */
@ParameterizedClass
@EnumSource(Dialect.class)
class TargetKeyTest {
  private final CoreWorld world;

  TargetKeyTest(Dialect dialect) {
    world = new CoreWorld(dialect, CoreWorld.target(PROVINCE, 100, 100));
  }

  @Test
  void shouldTellAsManyRecordsApartAsItsDigitsAllow() {
    // Given: ids of records lie far apart, for everything in the hub is numbered by the same count
    List<String> keys = new ArrayList<>();
    for (int page = 0; page < 9; page++) {
      String[] records = new String[100];
      for (int i = 0; i < records.length; i++) {
        records[i] = record("r" + page + "-" + i);
      }
      world.pull(records);
    }

    // When
    world.acceptAll().forEach(d -> keys.add(String.valueOf(d.targetKey())));

    // Then: three digits are enough for 900
    assertThat(keys).hasSize(900);
    assertThat(keys.stream().map(key -> key.substring(key.length() - 3))).doesNotHaveDuplicates();
  }

  @Test
  void shouldKeepTheKeyOfARecordThatTheTargetMayHave() {
    world.pull(record("a"));
    List<Delivery> sent = new ArrayList<>();
    sent.addAll(world.sendAll(d -> said(Word.LATER)));
    world
        .outbox
        .deadLetters()
        .replay(
            new DeadLetters.Filter(null, null, null, null, null, null),
            false,
            new Actor("anna", "test"));

    sent.addAll(world.acceptAll());

    assertThat(sent.stream().map(Delivery::targetKey).distinct()).hasSize(1);
  }
}
