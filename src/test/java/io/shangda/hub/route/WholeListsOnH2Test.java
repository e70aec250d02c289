package io.shangda.hub.route;

import io.shangda.hub.store.Dialect;

class WholeListsOnH2Test extends WholeLists {
  WholeListsOnH2Test() {
    super(Dialect.H2);
  }
}
