package io.shangda.hub.operate;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import io.shangda.hub.store.Database;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a command needs of the hub's parts while the hub itself does not run in its process. */
public interface Surroundings {

  /**
   * Asks a source for its first page by its connector, as the very first pull does. The hook after
   * the commit is not called: nothing at the source changes.
   *
   * @return null if the source has nothing
   * @throws PullFailure if the source gave no page
   */
  @Nullable Received firstPage(SourceConfig source) throws PullFailure;

  /** The stages of intake. */
  Compilers compilers();

  /** How the settings of this folder's node fit a configuration that is good. */
  List<Remark> remarks(HubConfig config);

  /** Opens the database of this folder's settings to read from it; its tables stay as they are. */
  Opening openToRead();

  /** Opens the database of this folder's settings; makes its tables if it has none. */
  Opening openToWrite();

  /** Whether the database could be opened. */
  sealed interface Opening extends AutoCloseable {
    @Override
    default void close() {}

    /** Why it could not be opened; empty if it could. */
    default String why() {
      return "";
    }

    /** It is there; to be closed. */
    record Open(Database database, DataSource source, Runnable closing) implements Opening {
      @Override
      public void close() {
        closing.run();
      }
    }

    /** The embedded one, which is held by a running hub. */
    record Held(String why) implements Opening {}

    /** It does not exist yet: no hub has run here. */
    record Missing(String why) implements Opening {}

    /** It does not answer. */
    record Away(String why) implements Opening {}
  }
}
