package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class LargePageOnPostgresqlTest extends LargePage {
  LargePageOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
