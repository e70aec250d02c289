package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class HoldsOnPostgresqlTest extends HeldRecords {
  HoldsOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
