package io.shangda.hub.retention;

import io.shangda.hub.store.Dialect;

class KeptForATimeOnH2Test extends KeptForATime {
  KeptForATimeOnH2Test() {
    super(Dialect.H2);
  }
}
