package io.shangda.hub.config;

import java.util.List;

/**
 * Reads the files of a configuration into {@link HubConfig}, or says everything that is wrong with
 * them.
 */
public final class ConfigReader {

  /** What reading gave: a configuration, or mistakes. */
  public sealed interface Result {
    record Good(HubConfig config) implements Result {}

    record Bad(List<ConfigMistake> mistakes) implements Result {}
  }
}
