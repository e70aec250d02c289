package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class TakenOverOnPostgresqlTest extends TakenOver {
  TakenOverOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
