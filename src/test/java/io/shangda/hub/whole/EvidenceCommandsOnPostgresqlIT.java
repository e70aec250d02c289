package io.shangda.hub.whole;

import io.shangda.hub.store.Dialect;

class EvidenceCommandsOnPostgresqlIT extends EvidenceCommands {
  EvidenceCommandsOnPostgresqlIT() {
    super(Dialect.POSTGRESQL);
  }
}
