package io.shangda.hub.doors;

import io.shangda.hub.support.EvilTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The platforms that mean harm, one for each trick, each a target of the hub's. */
final class Above implements AutoCloseable {
  private static final String TARGET =
      """
      id: %s
      title: %s
      connector: push-http
      options:
        url: http://127.0.0.1:%d/records
        auth: {kind: bearer, token: "${env:SHANGDA_SECRET_ABOVE}"}
      types:
        item: {schema-version: "1"}
      batch: {records: 1, request: 1}
      retry: {first: 500ms, max: 2s, attempts: 4}
      breaker: {faults: 3, refusals: 50, open: 2s}
      request-limit: 2s
      """;

  /** One of them. */
  record Evil(String id, EvilTarget.Trick trick) {}

  private final Path targets;
  private final List<Evil> all = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * @param config the hub's folder of that name
   */
  Above(Path config) {
    this.targets = config.resolve("targets");
  }

  List<Evil> all() {
    return List.copyOf(all);
  }

  void add(EvilTarget.Trick trick) throws IOException {
    EvilTarget target = EvilTarget.playing(trick);
    String id = "above-" + trick.name().toLowerCase(Locale.ROOT).replace('_', '-');
    open.add(target);
    all.add(new Evil(id, trick));
    write(id, target.port());
  }

  /** One that answers as it is told. */
  Lookout add(String id, Lookout.Answering answering) {
    Lookout target = new Lookout(0, answering);
    open.add(target);
    write(id, target.port());
    return target;
  }

  private void write(String id, int port) {
    try {
      Files.writeString(targets.resolve(id + ".yaml"), TARGET.formatted(id, id, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
