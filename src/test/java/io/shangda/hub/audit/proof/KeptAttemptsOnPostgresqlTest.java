package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;
import java.io.IOException;

class KeptAttemptsOnPostgresqlTest extends KeptAttempts {
  KeptAttemptsOnPostgresqlTest() throws IOException {
    super(Dialect.POSTGRESQL, 1);
  }
}
