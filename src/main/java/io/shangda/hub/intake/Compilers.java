package io.shangda.hub.intake;

import io.shangda.hub.check.Checker;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.translate.Mapping;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the stages of intake are made from configuration; compiled once per configuration version.
 */
public interface Compilers {
  Mapping mapping(HubConfig hub, SourceConfig source, String path);

  Checker checker(HubConfig hub, String schema, List<String> rules);

  Screener screener(HubConfig hub);

  /** Reads a time in any form met at sources; null if it is none. */
  @Nullable Instant time(String text, ZoneId zone);
}
