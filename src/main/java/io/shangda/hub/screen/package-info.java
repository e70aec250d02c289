/**
 * Screening: unmasked personal data, injected spam and secret marks hold a record before it may
 * leave. Entry point: {@link io.shangda.hub.screen.Screener}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.screen;
