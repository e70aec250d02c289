package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class MissingRecordsOnPostgresqlTest extends MissingRecords {
  MissingRecordsOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
