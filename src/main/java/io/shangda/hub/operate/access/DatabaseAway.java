package io.shangda.hub.operate.access;

import io.shangda.hub.operate.OnceAMinute;
import io.shangda.hub.store.StoreException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Says that requests find the database away, once and then once a minute: a page that is open asks
 * every few seconds, and a stack trace tells an operator nothing that the line does not.
 */
@Singleton
public class DatabaseAway {
  private static final Logger LOG = Logger.getLogger(DatabaseAway.class);

  private final OnceAMinute word = new OnceAMinute(System::nanoTime);

  /** Whether a request failed because the database is away; if so, it is told. */
  public boolean isWhy(Throwable failure) {
    if (!(failure instanceof StoreException store) || !store.transientFault()) {
      return false;
    }
    if (word.begins()) {
      LOG.warnf(
          "The database does not answer requests (%s). They get 503; nothing of them is kept, and they work"
              + " again by themselves when it is back.",
          store.getMessage());
    }
    LOG.debug("The database did not answer a request", failure);
    return true;
  }
}
