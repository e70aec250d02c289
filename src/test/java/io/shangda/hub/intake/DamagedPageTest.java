package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Deflation;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kept page that is not whole is told; nobody waits for the rest of it. */
class DamagedPageTest {
  private static final byte[] TEXT = "x y z ".repeat(5000).getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 10, 100})
  void shouldSayThatAPageIsCutShort(int bytes) {
    byte[] whole = Deflation.deflate(TEXT);
    byte[] cut = Arrays.copyOf(whole, Math.min(bytes, whole.length - 1));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> RawStore.inflate(cut, TEXT.length))
                .isInstanceOf(DamagedPageException.class)
                .hasMessageContaining("of 30000 bytes"));
  }

  @Test
  void shouldSayThatAPageIsShorterThanItWas() {
    assertThatThrownBy(() -> RawStore.inflate(Deflation.deflate(TEXT), TEXT.length + 1))
        .hasMessageContaining("after 30000 of 30001 bytes");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldReprocessTheOtherPagesAndNameTheDamagedOne(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("a", "reject", "x"));
    world.pull(CoreWorld.record("b", "reject", "x"));
    long first = world.id("a");
    world.database.execute(
        c ->
            Sql.update(
                c,
                "update raw_content set body = ?"
                    + " where hash = (select raw_hash from record_version where record = ?)",
                new byte[] {0x78, 0x01},
                first));

    Content.Reprocessed done =
        world.content.reprocess(
            new Content.Filter("town", null, null, null, null, null), new Actor("admin", "mended"));

    assertThat(done.records()).isEqualTo(1);
    assertThat(done.error()).contains("damaged", "ends after 0 of");
  }
}
