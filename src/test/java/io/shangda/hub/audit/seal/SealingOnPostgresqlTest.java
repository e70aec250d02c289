package io.shangda.hub.audit.seal;

import io.shangda.hub.store.Dialect;

class SealingOnPostgresqlTest extends Sealing {
  SealingOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
