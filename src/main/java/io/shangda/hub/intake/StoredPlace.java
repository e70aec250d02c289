package io.shangda.hub.intake;

import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;

/**
 * Where a record stands in its page, as a column holds it. Of a file that is one record this is its
 * name, which may be longer than the column: then its beginning with a hash of the whole, so that
 * the record is found again by it.
 */
final class StoredPlace {
  /** Characters of the column. */
  static final int LONGEST = 200;

  private static final int BEGINNING = 120;

  private StoredPlace() {}

  static String of(String place) {
    String storable = ForeignText.storable(place);
    return storable.length() <= LONGEST
        ? storable
        : ForeignText.cut(storable, BEGINNING) + " " + Hash.sha256(place).text();
  }
}
