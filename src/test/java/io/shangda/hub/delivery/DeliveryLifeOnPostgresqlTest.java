package io.shangda.hub.delivery;

import io.shangda.hub.store.Dialect;

class DeliveryLifeOnPostgresqlTest extends DeliveryLife {
  DeliveryLifeOnPostgresqlTest() {
    super(Dialect.POSTGRESQL);
  }
}
