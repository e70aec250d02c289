package io.shangda.hub.intake;

import org.jspecify.annotations.Nullable;

/** A kept page is not in the database as it was put there. */
final class DamagedPageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedPageException(String how, @Nullable Throwable cause) {
    super("the kept page is damaged: " + how, cause);
  }
}
