package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;

class VerifyingOnPostgresqlTest extends Verifying {
  VerifyingOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
