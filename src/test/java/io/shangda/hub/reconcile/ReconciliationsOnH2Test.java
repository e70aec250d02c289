package io.shangda.hub.reconcile;

import io.shangda.hub.store.Dialect;

class ReconciliationsOnH2Test extends Reconciliations {
  ReconciliationsOnH2Test() {
    super(Dialect.H2);
  }
}
