/**
 * Transactions, bulk inserts, number blocks and the few places where H2 and PostgreSQL differ.
 * Every statement itself stands in the package whose tables it is about.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.store;
