package io.shangda.hub.retention;

import io.shangda.hub.store.Dialect;

class KeptForATimeOnPostgresqlTest extends KeptForATime {
  KeptForATimeOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
