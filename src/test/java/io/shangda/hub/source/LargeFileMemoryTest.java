package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dropped file of 500 MB costs: one page of it. */
class LargeFileMemoryTest {
  private static final String HEAP = "-Xmx256m";
  private static final long SIZE = 500L << 20;
  private static final String TEXT = "江山市行政服务中心受理事项说明".repeat(100);

  @Test
  void shouldReadAFileOfFiveHundredMegabytesInASmallHeap(@TempDir Path base) throws Exception {
    Process hub =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeFileMemoryTest.class.getName(),
                base.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(hub.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(hub.waitFor()).as(said).isZero();
    assertThat(said).contains("all records once");
  }

  /** The other process. */
  @SuppressWarnings("SystemOut") // read by the test
  public static void main(String[] arguments) throws Exception {
    Path base = Path.of(arguments[0]);
    Path inbox = Files.createDirectory(base.resolve("inbox"));
    long records = write(inbox.resolve("large.csv"));
    SourceConfig source = Sources.of("pull-files", "{folder: inbox, format: csv}", null, 1 << 20);
    DropFolder folder = new DropFolder(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)), base);
    PageReader reader = new FormatPageReader();
    String cursor = "";
    long read = 0;
    DropFolder.Taken taken;
    do {
      taken = folder.take(source, cursor);
      if (taken == null) {
        throw new IllegalStateException("nothing came");
      }
      RawPage raw = new RawPage(taken.content(), taken.mediaType(), taken.name(), Instant.EPOCH);
      Page page = reader.read(source, raw, null, Told.NOTHING);
      read += page.records().size();
      cursor = taken.nextCursor();
    } while (!taken.end());
    System.out.println(read == records ? "all records once" : read + " of " + records);
  }

  private static long write(Path file) throws IOException {
    long records = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write("id,title\n".getBytes(StandardCharsets.UTF_8));
      byte[] text = (",\"" + TEXT + "\"\n").getBytes(StandardCharsets.UTF_8);
      for (long size = 0; size < SIZE; size += text.length + 10) {
        out.write(String.valueOf(records++).getBytes(StandardCharsets.UTF_8));
        out.write(text);
      }
    }
    return records;
  }
}
