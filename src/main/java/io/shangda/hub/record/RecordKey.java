package io.shangda.hub.record;

/**
 * What identifies a record for as long as the hub lives.
 *
 * @param key the source's own key of the record; several parts are joined by {@code |}
 */
public record RecordKey(SourceId source, RecordType type, String key) {
  /** The longest key that is stored; a longer one makes its record unreadable. */
  public static final int MAX_KEY = 400;

  @Override
  public String toString() {
    return source + "/" + type + "/" + key;
  }
}
