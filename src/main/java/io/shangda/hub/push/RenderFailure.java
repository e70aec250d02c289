package io.shangda.hub.push;

/**
 * One delivery cannot be made into a request, however often it is tried under this configuration:
 * the envelope mapping fails on it, or the target no longer takes its type. The others of its batch
 * are not concerned; render them again without it.
 */
public final class RenderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long delivery;

  RenderFailure(long delivery, String message) {
    super(message);
    this.delivery = delivery;
  }

  /** Id of the delivery. */
  public long delivery() {
    return delivery;
  }
}
