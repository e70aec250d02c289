package io.shangda.hub.operate.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.intake.Baseline;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a list says of a predecessor is never told as what this hub did. */
class TakenOverRecordTest {
  private static final Actor CLERK = new Actor("li", "The predecessor's list");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNeverSayOfWhatAListClaimsThatItWasSentOrReceived(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    new Baseline(world.database, world.config, audit)
        .take(
            CoreWorld.PROVINCE,
            List.of(new Baseline.Line("case-accept", "town", "old", "K1", "R-FORGED", null, 1)),
            CLERK);

    String page =
        RecordProof.take(world.database, Clock.systemUTC(), world.id("old"), CLERK).page();
    Trace trace =
        new Traces(world.database, new Records(world.database, world.config))
            .of(world.id("old"))
            .orElseThrow();

    assertThat(page).contains("清单所载：R-FORGED", "本系统既未收到原文，也未报送").doesNotContain("对方已接收");
    assertThat(trace.deliveries()).allMatch(Trace.Delivery::takenOver);
    assertThat(trace.timeline().stream().map(Trace.Step::step))
        .contains("taken-over")
        .doesNotContain("delivered", "received");
  }
}
