package io.shangda.hub.record;

/** The name of an upper platform, as its file in {@code config/targets} gives it. */
public record TargetId(String value) {
  public TargetId {
    Names.require("target id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
