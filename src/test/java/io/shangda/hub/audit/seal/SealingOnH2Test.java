package io.shangda.hub.audit.seal;

import io.shangda.hub.store.Dialect;

class SealingOnH2Test extends Sealing {
  SealingOnH2Test() {
    super(Dialect.H2);
  }
}
