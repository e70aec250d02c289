package io.shangda.hub.config;

/** The configuration this node runs; changes when a newer row is applied. */
public interface CurrentConfig {
  /** Number of the row in the {@code configuration} table. */
  long version();

  HubConfig get();

  /** The configuration of an earlier row, under which a batch was planned. */
  HubConfig at(long version);
}
