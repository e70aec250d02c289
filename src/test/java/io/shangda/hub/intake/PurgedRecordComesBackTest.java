package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What was purged is held when its source delivers it anew, whatever came between. */
@ParameterizedClass
@EnumSource(Dialect.class)
class PurgedRecordComesBackTest {
  private static final Actor ADMIN = new Actor("admin", "erase");

  private final CoreWorld world;

  PurgedRecordComesBackTest(Dialect dialect) {
    world = new CoreWorld(dialect);
    world.pull(record("A", "note", "one"));
    world.acceptAll();
    world.content.purge(world.id("A"), ADMIN);
  }

  @Test
  void shouldHoldItThoughItsDeletionWentThroughBetween() {
    world.pull(record("A", "deleted", "true"));
    world.acceptAll();

    world.pull(record("A", "note", "two"));

    assertThat(world.newest("A")).isEqualTo("held 3");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldPassItOnceAPersonHasReleasedIt() {
    world.pull(record("A", "note", "two"));
    world.holds.release(world.id("A"), ADMIN);
    world.pull(record("A", "deleted", "true"));

    world.pull(record("A", "note", "three"));

    assertThat(world.newest("A")).isEqualTo("planned 4");
  }
}
