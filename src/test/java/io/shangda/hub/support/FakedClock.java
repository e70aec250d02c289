package io.shangda.hub.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, set while it runs, by libfaketime; what only measures durations
 * there is left alone, as when an administrator or a time server sets a real clock.
 */
public final class FakedClock {
  private final Path setting;

  /**
   * @param folder for the file that says how wrong the clock is
   */
  public FakedClock(Path folder) {
    this.setting = folder.resolve("clock");
    set(Duration.ZERO);
  }

  /** Whether it can be done here. */
  public static boolean isPossible() {
    return library().isPresent();
  }

  private static Optional<Path> library() {
    for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"))) {
      try (Stream<Path> files =
          Files.find(folder, 3, (file, is) -> file.endsWith("faketime/libfaketime.so.1"))) {
        Optional<Path> found = files.findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        // not there
      }
    }
    return Optional.empty();
  }

  /** Starts the hub by this clock. */
  public HubProcess over(HubProcess hub) {
    return hub.with("LD_PRELOAD", library().orElseThrow().toString())
        .with("FAKETIME_TIMESTAMP_FILE", setting.toString())
        .with("FAKETIME_CACHE_DURATION", "1")
        // a mend for an old C library, with which every wait of a Java process ends at once
        .with("FAKETIME_FORCE_MONOTONIC_FIX", "0")
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  /** From now on it shows what the real clock shows, and so much more. */
  public void set(Duration wrongBy) {
    try {
      Path part = setting.resolveSibling("clock.part");
      Files.writeString(part, "%+d".formatted(wrongBy.toSeconds()));
      Files.move(part, setting, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
