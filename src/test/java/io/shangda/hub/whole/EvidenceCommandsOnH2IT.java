package io.shangda.hub.whole;

import io.shangda.hub.store.Dialect;

class EvidenceCommandsOnH2IT extends EvidenceCommands {
  EvidenceCommandsOnH2IT() {
    super(Dialect.H2);
  }
}
