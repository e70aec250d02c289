package io.shangda.hub.intake;

/** A record got a new version between reading and locking it; the page is sorted again. */
final class ChangedMeanwhileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangedMeanwhileException(long record) {
    super("Record " + record + " was changed while its page was being sorted");
  }
}
