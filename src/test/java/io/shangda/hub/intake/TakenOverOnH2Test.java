package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class TakenOverOnH2Test extends TakenOver {
  TakenOverOnH2Test() {
    super(Dialect.H2);
  }
}
