package io.shangda.hub.route;

import io.shangda.hub.store.Dialect;

class BadInputOnH2Test extends BadInput {
  BadInputOnH2Test() {
    super(Dialect.H2);
  }
}
