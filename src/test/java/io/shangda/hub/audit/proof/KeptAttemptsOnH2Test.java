package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;
import java.io.IOException;

class KeptAttemptsOnH2Test extends KeptAttempts {
  KeptAttemptsOnH2Test() throws IOException {
    super(Dialect.H2, 1);
  }
}
