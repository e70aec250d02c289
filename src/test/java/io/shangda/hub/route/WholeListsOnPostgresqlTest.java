package io.shangda.hub.route;

import io.shangda.hub.store.Dialect;

class WholeListsOnPostgresqlTest extends WholeLists {
  WholeListsOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
