package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class KeptContentOnPostgresqlTest extends KeptContent {
  KeptContentOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
