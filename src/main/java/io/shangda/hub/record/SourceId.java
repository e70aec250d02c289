package io.shangda.hub.record;

/** The name of a lower system, as its file in {@code config/sources} gives it. */
public record SourceId(String value) {
  public SourceId {
    Names.require("source id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
