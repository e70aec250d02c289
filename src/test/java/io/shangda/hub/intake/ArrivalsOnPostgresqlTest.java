package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class ArrivalsOnPostgresqlTest extends Arrivals {
  ArrivalsOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
