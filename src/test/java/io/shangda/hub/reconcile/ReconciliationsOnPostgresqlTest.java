package io.shangda.hub.reconcile;

import io.shangda.hub.store.Dialect;

class ReconciliationsOnPostgresqlTest extends Reconciliations {
  ReconciliationsOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
