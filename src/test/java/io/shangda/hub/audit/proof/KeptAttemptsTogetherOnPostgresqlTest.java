package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;
import java.io.IOException;

class KeptAttemptsTogetherOnPostgresqlTest extends KeptAttempts {
  KeptAttemptsTogetherOnPostgresqlTest() throws IOException {
    super(Dialect.POSTGRESQL, 10);
  }
}
