package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class KeptContentOnH2Test extends KeptContent {
  KeptContentOnH2Test() {
    super(Dialect.H2);
  }
}
