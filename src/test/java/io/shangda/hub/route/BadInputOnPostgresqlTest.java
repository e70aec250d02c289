package io.shangda.hub.route;

import io.shangda.hub.store.Dialect;

class BadInputOnPostgresqlTest extends BadInput {
  BadInputOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
