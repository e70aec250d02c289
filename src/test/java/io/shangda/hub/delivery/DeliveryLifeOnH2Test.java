package io.shangda.hub.delivery;

import io.shangda.hub.store.Dialect;

class DeliveryLifeOnH2Test extends DeliveryLife {
  DeliveryLifeOnH2Test() {
    super(Dialect.H2);
  }
}
