package io.shangda.hub.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which the embedded database grows. Pulling stops while less than the reserve is
 * free, so that what was taken can still be sent and settled, and an operator has time to act.
 */
public final class DataFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final long MEGABYTE = 1_000_000;

  private final @Nullable Path folder;
  private final long reserve;
  private boolean told;

  private DataFolder(@Nullable Path folder, long reserve) {
    this.folder = folder;
    this.reserve = reserve;
  }

  /**
   * @param reserve bytes below which nothing more is pulled
   */
  public static DataFolder of(Path folder, long reserve) {
    return new DataFolder(folder.toAbsolutePath().normalize(), reserve);
  }

  /** Of a hub whose database is elsewhere: there is always room. */
  public static DataFolder elsewhere() {
    return new DataFolder(null, 0);
  }

  /** What is wrong with it now: read-only, or too little left; empty if it can be worked with. */
  public Optional<String> trouble() {
    if (folder == null) {
      return Optional.empty();
    }
    if (!Files.isWritable(folder)) {
      return Optional.of(
          "The data folder '" + folder + "' cannot be written: it is read-only or gone");
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return free >= reserve
          ? Optional.empty()
          : Optional.of(
              "The disk of the data folder '%s' is full: %d MB are left, %d MB are the least (shangda.data-reserve)"
                  .formatted(folder, free / MEGABYTE, reserve / MEGABYTE));
    } catch (IOException e) {
      return Optional.of("The data folder '" + folder + "' cannot be looked at: " + e.getMessage());
    }
  }

  /** Whether more may be taken in. Says it when that changes. */
  public synchronized boolean takes() {
    Optional<String> trouble = trouble();
    if (trouble.isPresent() && !told) {
      LOG.error(
          "{}. Nothing more is pulled; what the hub took before is sent as long as its outcome can be stored."
              + " Nothing is lost. Make room there; pulling then goes on by itself, from the same place.",
          trouble.get());
    } else if (trouble.isEmpty() && told) {
      LOG.info("The data folder '{}' can be written and has room again; pulling goes on", folder);
    }
    told = trouble.isPresent();
    return !told;
  }
}
