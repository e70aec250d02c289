package io.shangda.hub.intake;

import io.shangda.hub.store.Deflation;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * A page's bytes as they are kept: made while its records are judged, or when they are asked for.
 */
final class Deflated {
  private final byte[] content;
  private @Nullable ForkJoinTask<byte[]> begun;

  Deflated(byte[] content) {
    this.content = content;
  }

  void begin(ForkJoinPool workers) {
    begun = workers.submit(() -> Deflation.deflate(content));
  }

  byte[] body() {
    return begun == null ? Deflation.deflate(content) : begun.join();
  }
}
