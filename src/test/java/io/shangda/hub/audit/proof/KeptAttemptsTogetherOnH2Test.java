package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Dialect;
import java.io.IOException;

class KeptAttemptsTogetherOnH2Test extends KeptAttempts {
  KeptAttemptsTogetherOnH2Test() throws IOException {
    super(Dialect.H2, 10);
  }
}
