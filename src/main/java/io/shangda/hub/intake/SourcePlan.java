package io.shangda.hub.intake;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.screen.Screener;
import java.util.List;

/** A source as one configuration version describes it, compiled. */
record SourcePlan(
    SourceConfig source,
    long config,
    List<TypePlan> types,
    Screener screener,
    Compilers compilers) {}
