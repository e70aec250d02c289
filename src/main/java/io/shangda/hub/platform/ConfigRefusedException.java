package io.shangda.hub.platform;

/** The configuration has mistakes; the hub does not start with it. */
public final class ConfigRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigRefusedException(String mistakes) {
    super("The configuration has mistakes, nothing was started:" + mistakes);
  }
}
