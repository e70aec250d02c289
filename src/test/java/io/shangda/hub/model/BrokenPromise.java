package io.shangda.hub.model;

/** What must never be, seen after a step. */
final class BrokenPromise extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String promise;

  /**
   * @param promise P1 to P8, as the design numbers them
   */
  BrokenPromise(String promise, String text) {
    super(promise + ": " + text);
    this.promise = promise;
  }

  String promise() {
    return promise;
  }
}
