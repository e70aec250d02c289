package io.shangda.hub.intake;

/** The right to store was lost; whoever holds it now does the work again. Nothing was stored. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(String message) {
    super(message);
  }
}
