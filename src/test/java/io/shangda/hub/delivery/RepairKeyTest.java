package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.refused;
import static io.shangda.hub.support.CoreWorld.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A platform answers a key it has judged with the same judgement; so what was refused needs
 * another.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class RepairKeyTest {
  private static final Actor ANNA = new Actor("anna", "not there");

  private final CoreWorld world;

  RepairKeyTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @Test
  void shouldRepairARefusedRepairUnderAKeyOfItsOwn() {
    world.pull(record("a"));
    List<Delivery> sent = new ArrayList<>(world.acceptAll());

    repair();
    sent.addAll(world.sendAll(d -> refused("格式不对")));
    repair();
    sent.addAll(world.acceptAll());

    assertThat(sent).hasSize(3).extracting(Delivery::key).doesNotHaveDuplicates();
  }

  @Test
  void shouldReplayARefusedDeliveryUnderAKeyThatNoRepairOfItHad() {
    world.pull(record("a"));
    List<Delivery> sent = new ArrayList<>(world.acceptAll());
    repair();
    sent.addAll(world.sendAll(d -> refused("格式不对")));
    repair();
    sent.addAll(world.sendAll(d -> said(Word.ACCEPTED)));

    world
        .outbox
        .deadLetters()
        .replay(new DeadLetters.Filter(null, null, null, null, null, null), false, ANNA);
    sent.addAll(world.acceptAll());

    assertThat(sent).hasSize(4).extracting(Delivery::key).doesNotHaveDuplicates();
  }

  private void repair() {
    world
        .outbox
        .repair()
        .resend(
            Objects.requireNonNull(world.config.get().targets().get(PROVINCE)),
            Map.of(world.id("a"), Operation.UPDATE),
            ANNA);
  }
}
