package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class LargePageOnH2Test extends LargePage {
  LargePageOnH2Test() {
    super(Dialect.H2);
  }
}
