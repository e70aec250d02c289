package io.shangda.hub.operate.signal;

import io.shangda.hub.audit.seal.SealLag;
import org.jboss.logging.Logger;

/** Says once that sealing lags, and once that it has caught up. */
final class SealAlert {
  private static final Logger LOG = Logger.getLogger(SealAlert.class);
  private boolean raised;

  void look(SealLag lag) {
    if (lag.tooLong() && !raised) {
      raised = true;
      LOG.warnf(
          "Evidence is not sealed: %d transactions wait, the oldest for %d s. They are kept and sealed as soon as a node"
              + " can; see the log of route 'seal-evidence'",
          lag.leaves(), lag.age().toSeconds());
    } else if (raised && !lag.tooLong()) {
      raised = false;
      LOG.info("Evidence is sealed in time again");
    }
  }
}
