/**
 * Exchanges: the bytes that went to a target in one attempt of a batch, and those that came back.
 * Their hashes stand in audit events; what is kept here can be emptied and purged. Entry points:
 * {@link io.shangda.hub.audit.exchange.Exchange}, {@link
 * io.shangda.hub.audit.exchange.ExchangeRows}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit.exchange;
