package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;

class VerifyingOnH2Test extends Verifying {
  VerifyingOnH2Test() {
    super(Dialect.H2);
  }
}
