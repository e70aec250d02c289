package io.shangda.hub.platform;

import io.shangda.hub.store.Dialect;

class ResentBytesOnPostgresqlTest extends ResentBytes {
  ResentBytesOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
