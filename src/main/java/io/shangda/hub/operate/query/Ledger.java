package io.shangda.hub.operate.query;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The promise that nothing is lost (conservation), as numbers of one moment.
 *
 * @param balanced true if every line below is
 * @param sources what was pulled, by source
 * @param targets what was planned, by target
 * @param flows what was planned, by source and target
 */
public record Ledger(
    boolean balanced,
    Taken taken,
    Sent sent,
    List<SourceLine> sources,
    List<TargetLine> targets,
    List<FlowLine> flows) {

  public record SourceLine(String source, Taken taken) {}

  public record TargetLine(String target, Sent sent) {}

  public record FlowLine(String source, String target, Sent sent) {}

  static Ledger of(List<SourceLine> sources, List<FlowLine> parts) {
    Map<String, FlowLine> flows = new TreeMap<>();
    Map<String, Sent> targets = new TreeMap<>();
    for (FlowLine part : parts) {
      flows.merge(
          part.source() + "|" + part.target(),
          part,
          (a, b) -> new FlowLine(a.source(), a.target(), a.sent().plus(b.sent())));
      targets.merge(part.target(), part.sent(), Sent::plus);
    }
    List<TargetLine> byTarget =
        targets.entrySet().stream().map(e -> new TargetLine(e.getKey(), e.getValue())).toList();
    return new Ledger(
        sources.stream().allMatch(line -> line.taken().balanced())
            && flows.values().stream().allMatch(line -> line.sent().balanced()),
        total(sources, SourceLine::taken),
        byTarget.stream().map(TargetLine::sent).reduce(Sent.NONE, Sent::plus),
        List.copyOf(sources),
        byTarget,
        List.copyOf(flows.values()));
  }

  private static Taken total(List<SourceLine> lines, Function<SourceLine, Taken> taken) {
    return lines.stream().map(taken).reduce(Taken.NONE, Taken::plus);
  }
}
