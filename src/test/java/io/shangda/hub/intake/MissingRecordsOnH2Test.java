package io.shangda.hub.intake;

import io.shangda.hub.store.Dialect;

class MissingRecordsOnH2Test extends MissingRecords {
  MissingRecordsOnH2Test() {
    super(Dialect.H2);
  }
}
