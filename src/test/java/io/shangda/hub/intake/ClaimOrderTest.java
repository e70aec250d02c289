package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of the due sources gets a free slot. */
class ClaimOrderTest {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldClaimASourceThatFailedBehindThoseThatDidNot(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    SourceConfig like = world.config.get().sources().get(CoreWorld.SOURCE);
    assertThat(like).isNotNull();
    world.config.apply(
        new HubConfig(
            Map.of(new SourceId("poisonous"), like, new SourceId("sound"), like),
            Map.of(),
            Map.of(),
            new Screening(java.util.List.of()),
            new ConfigFiles(new TreeMap<>())));
    world.execute(
        "insert into source_state (source, due_at, failures)"
            + " values ('poisonous', current_timestamp - interval '9' minute, 1)");
    world.execute(
        "insert into source_state (source, due_at)"
            + " values ('sound', current_timestamp - interval '1' minute)");

    assertThat(world.pulls.claim(1))
        .extracting(PullClaim::source)
        .containsExactly(new SourceId("sound"));
    assertThat(world.pulls.claim(1))
        .extracting(PullClaim::source)
        .containsExactly(new SourceId("poisonous"));
  }
}
