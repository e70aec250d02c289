package io.shangda.hub.route;

/** Names of the contract of a pull connector, as {@code routes/README.md} gives them. */
public final class PullHeaders {
  /** Exchange property: the {@code SourceConfig}. */
  public static final String SOURCE = "source";

  public static final String CURSOR = "ShangdaCursor";
  public static final String NEXT_CURSOR = "ShangdaNextCursor";
  public static final String END = "ShangdaEnd";
  public static final String PLACE = "ShangdaPlace";
  public static final String ASKED_AT = "ShangdaAskedAt";
  public static final String FAILURE = "ShangdaFailure";
  public static final String AFTER_COMMIT = "ShangdaAfterCommit";

  /** Set by the hub for the hook after the commit, if nothing in the page could be read. */
  public static final String REASON = "ShangdaReason";

  static final String UNREADABLE = "ShangdaUnreadable";
  static final String UNREADABLE_ZH = "ShangdaUnreadableZh";
  static final String UNREADABLE_EN = "ShangdaUnreadableEn";

  static final String UNREADABLE_PLACE = "ShangdaUnreadablePlace";

  /** Exchange property, set by the hub's own connectors: what the operator must read of the run. */
  static final String NOTICE = "shangda-notice";

  private PullHeaders() {}
}
