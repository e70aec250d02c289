package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class HoldsOnH2Test extends HeldRecords {
  HoldsOnH2Test() {
    super(Dialect.H2);
  }
}
