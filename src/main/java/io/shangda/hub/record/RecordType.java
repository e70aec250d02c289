package io.shangda.hub.record;

/**
 * A kind of record, in kebab-case: {@code disclosure}, {@code case-accept}, {@code tender-project}.
 */
public record RecordType(String value) {
  public RecordType {
    Names.require("record type", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
