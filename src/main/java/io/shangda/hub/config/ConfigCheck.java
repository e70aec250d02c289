package io.shangda.hub.config;

import java.util.List;

/**
 * A further check of a configuration, by the package that will use it: that a mapping compiles,
 * that a code table's periods do not overlap.
 */
@FunctionalInterface
public interface ConfigCheck {

  /**
   * Every mistake this check finds.
   *
   * @param config what could be read; sources and targets with mistakes of their own may be missing
   *     from it, its files are whole
   */
  List<ConfigMistake> check(HubConfig config);
}
