/**
 * Reconciliation (对账): asks a target what it has, compares it with what it accepted, and resends
 * the differences. Entry point: {@link io.shangda.hub.reconcile.Reconciling}.
 */
@NullMarked
package io.shangda.hub.reconcile;

import org.jspecify.annotations.NullMarked;
