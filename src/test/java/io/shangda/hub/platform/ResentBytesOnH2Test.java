package io.shangda.hub.platform;

import io.shangda.hub.store.Dialect;

class ResentBytesOnH2Test extends ResentBytes {
  ResentBytesOnH2Test() {
    super(Dialect.H2);
  }
}
