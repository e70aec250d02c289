package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class ArrivalsOnH2Test extends Arrivals {
  ArrivalsOnH2Test() {
    super(Dialect.H2);
  }
}
