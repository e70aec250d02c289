package io.shangda.hub.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What a site sets for a node, in {@code config/application.properties} or the environment. */
@ConfigMapping(prefix = "shangda")
public interface HubSettings {
  /** Name of this hub in every push. */
  @WithDefault("shangda")
  String hub();

  /** Name of this node, as a lease shows it; default: the host's name and the process number. */
  Optional<String> node();

  /** Folder with sources, targets, mappings and the rest. */
  @WithDefault("config")
  String configDir();

  /** True: this node makes the folder the running configuration at its start. */
  @WithDefault("true")
  boolean apply();

  /** True: the stand-ins for systems below and above run in this process. */
  @WithDefault("false")
  boolean sandbox();

  Pull pull();

  /** Pulling on this node. */
  interface Pull {
    /** Sources pulled at once. */
    @WithDefault("8")
    int slots();
  }
}
