package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a page of very many records costs: its bytes and one part, not all of its trees. */
class LargePageMemoryTest {
  private static final int RECORDS = 100_000;

  /** All trees, rows and audit texts of the page together are more than three times as much. */
  private static final String HEAP = "-Xmx144m";

  @Test
  void shouldTakeInAHundredThousandRecordsOfOnePageInASmallHeap() throws Exception {
    Process hub =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargePageMemoryTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(hub.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(hub.waitFor()).as(said).isZero();
    assertThat(said).contains("pulled 100000 = 0 + 0 + 0 + 0 + 100000");
  }

  /** The other process. */
  @SuppressWarnings("SystemOut") // read by the test
  public static void main(String[] arguments) throws Exception {
    CoreWorld world = new CoreWorld(Dialect.POSTGRESQL);
    PullClaim claim = world.claim();
    RawPage raw = new RawPage(lines(), "application/json", "drop.jsonl", Instant.now());
    Page page =
        new FormatPageReader()
            .read(
                Objects.requireNonNull(world.config.get().sources().get(CoreWorld.SOURCE)),
                raw,
                null,
                Told.NOTHING);
    world.intake.takeIn(claim, page);
    System.out.println(world.counts(claim.run()));
    System.exit(0);
  }

  private static byte[] lines() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(16 << 20);
    for (int i = 0; i < RECORDS; i++) {
      String record =
          CoreWorld.record(
              "case-" + i, "title", "title of case " + i, "org", "org " + i, "note", "note " + i);
      lines.write(record.getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    return lines.toByteArray();
  }
}
